import { lstatSync, statfsSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import type { SpaceEvidence } from '#lib/model/issue-evidence.ts'

/** What is free for a user without rights where each path lies; of paths on one file system, the first. */
export function readSpace(paths: readonly string[]): SpaceEvidence[] {
  const devices = new Set<number>()
  return paths.flatMap((path) => {
    try {
      const { dev } = lstatSync(path)
      if (devices.has(dev)) return []
      devices.add(dev)
      const { bavail, bsize, files, ffree } = statfsSync(path)
      return [
        { kind: 'seen' as const, path, freeBytes: bavail * bsize, freeInodes: files === 0 ? null : ffree },
      ]
    } catch (error) {
      return unseen(path, error)
    }
  })
}

function unseen(path: string, error: unknown): SpaceEvidence[] {
  const code = systemErrorCode(error)
  if (code === null) throw error
  // A results directory that nobody made yet takes no space.
  if (code === 'ENOENT') return []
  return [
    {
      kind: 'unseen',
      path,
      reason: `Asking for free space failed with ${code}: how much there is is unknown.`,
    },
  ]
}
