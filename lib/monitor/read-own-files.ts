import { join } from 'node:path'
import type { HealthEvidence, OwnFile } from '#lib/model/health-evidence.ts'
import { listDirectory, statEntry } from '#lib/store/list-directory.ts'

/** What is being written is renamed within moments; what is older was left by a program that ended. */
const LEFT_AFTER_MS = 3_600_000
/** More is in neither directory. */
const FILES_LIMIT = 5000

/** What the product keeps in a home; `null` where that cannot be listed. */
export const readOwnFiles = (home: string): OwnFile[] | null => filesIn(join(home, 'monitor'))

/** Files that were written beside the one that they were to replace, and never did. */
export function readLeftovers(home: string, nowMs: number): HealthEvidence['leftovers'] {
  return ['monitor', 'logs'].flatMap((directory) =>
    (filesIn(join(home, directory)) ?? [])
      .filter(({ name, modifiedAtMs }) => name.endsWith('.new') && nowMs - modifiedAtMs > LEFT_AFTER_MS)
      .map(({ name, modifiedAtMs }) => ({ path: join(home, directory, name), modifiedAtMs })),
  )
}

function filesIn(directory: string): OwnFile[] | null {
  const listing = listDirectory(directory, statEntry(directory))
  if (listing.kind === 'gone') return []
  if (listing.kind === 'refused') return null
  return listing.entries.slice(0, FILES_LIMIT).flatMap(({ name, kind }) => {
    const stat = kind === 'file' ? statEntry(join(directory, name)) : null
    return stat?.kind === 'file' ? [{ name, sizeBytes: stat.sizeBytes, modifiedAtMs: stat.modifiedAtMs }] : []
  })
}
