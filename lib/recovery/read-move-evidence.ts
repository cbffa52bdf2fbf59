import { createHash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import type { Area } from '#lib/model/run.ts'
import type { Session } from '#lib/model/session.ts'
import { containedPath, isName } from '#lib/store/contained-path.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'
import { OWN_KINDS } from './own-kinds.ts'
import type { MoveEvidence } from './plan-session-move.ts'
import { emptiedBy, obstacleOf, readOwnFile } from './read-ended-files.ts'

const NAME_LIMIT_BYTES = 255

/** What lies there is where it belongs. */
const STAYS: ReadonlySet<Area> = new Set<Area>(['failed', 'integrated', '.quarantine'])

/**
 * Reads what lies on disk of sessions now, by their records, and of the places where they would be moved to. What is the
 * same for all of them is looked at once.
 */
export function moveEvidenceReader(
  root: string,
): (session: Session, records: readonly FileRecord[]) => MoveEvidence {
  const checked = new Set<string>()
  const check = (directory: string): void => {
    if (checked.has(directory)) return
    containedPath(root, directory)
    checked.add(directory)
  }
  let failed: Entry[] | null | undefined
  return (session, records) => {
    const name = directoryNameOf(session.id)
    const directory = `failed/${name}`
    const own = records.filter(({ area, kind }) => !STAYS.has(area) && OWN_KINDS.has(kind))
    try {
      if (failed === undefined) failed = entriesIn(root, 'failed')
      const there = failed?.some((entry) => entry.name === name) ? entriesIn(root, directory) : null
      const taken = new Set(there?.map((entry) => entry.name))
      const missing = [...(failed === null ? ['failed'] : []), ...(there === null ? [directory] : [])]
      const files = own.flatMap(({ path }) => {
        check(splitPath(path).directory)
        return readOwnFile(root, path)
      })
      return { session, files, directory, taken, missing, emptied: emptiedBy(root, files), obstacle: null }
    } catch (error) {
      const nothing = { files: [], taken: new Set<string>(), missing: [], emptied: [] }
      return { session, directory, ...nothing, obstacle: obstacleOf(error) }
    }
  }
}

/** An id may be anything; what cannot name a directory is named by its hash, and found by what its files say. */
function directoryNameOf(id: string): string {
  const fits = isName(id) && !id.startsWith('.') && Buffer.byteLength(id) <= NAME_LIMIT_BYTES
  return fits ? id : `session-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`
}

/** `null` where there is no such directory yet. */
function entriesIn(root: string, directory: string): Entry[] | null {
  const path = containedPath(root, directory)
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind === 'refused') throw new AppError('path_outside', `${directory}: ${listing.detail}`)
  return listing.kind === 'gone' ? null : listing.entries
}
