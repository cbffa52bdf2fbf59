import { join } from 'node:path'
import type { StagedEvidence } from '#lib/model/issue-evidence.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { stagingPlaces } from '#lib/recovery/workshop.ts'
import { listNames, statEntry } from '#lib/store/list-directory.ts'

/** Private directories of operations in which something lies. */
export function readStaged(roots: Roots): StagedEvidence[] {
  return stagingPlaces(roots).flatMap(({ root, place }) =>
    (namesIn(join(root, place)) ?? []).flatMap((name): StagedEvidence[] => {
      const path = root === roots.root ? `${place}/${name}` : join(root, place, name)
      const stat = statEntry(join(root, place, name))
      const files = namesIn(join(root, place, name))?.length ?? 0
      return 'inode' in stat && files > 0 ? [{ path, files, modifiedAtMs: stat.modifiedAtMs }] : []
    }),
  )
}

/** No link is followed. */
const namesIn = (path: string): string[] | null =>
  statEntry(path).kind === 'directory' ? listNames(path) : null
