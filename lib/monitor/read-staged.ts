import { join } from 'node:path'
import type { StagedEvidence } from '#lib/model/issue-evidence.ts'
import { STAGING_PLACES } from '#lib/recovery/workshop.ts'
import { listNames, statEntry } from '#lib/store/list-directory.ts'

/** Private directories of operations in which something lies. */
export function readStaged(resultsDirectory: string): StagedEvidence[] {
  return STAGING_PLACES.flatMap((place) =>
    (namesIn(join(resultsDirectory, place)) ?? []).flatMap((name): StagedEvidence[] => {
      const path = `${place}/${name}`
      const stat = statEntry(join(resultsDirectory, path))
      const files = namesIn(join(resultsDirectory, path))?.length ?? 0
      return 'inode' in stat && files > 0 ? [{ path, files, modifiedAtMs: stat.modifiedAtMs }] : []
    }),
  )
}

/** No link is followed. */
const namesIn = (path: string): string[] | null =>
  statEntry(path).kind === 'directory' ? listNames(path) : null
