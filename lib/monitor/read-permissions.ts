import { join } from 'node:path'
import { ITEMS_LIMIT } from '#lib/issues/make-issue.ts'
import type { Permissions } from '#lib/model/issue-evidence.ts'
import { type ReadModesOptions, walkLoose } from '#lib/recovery/read-modes.ts'

/**
 * What in the results tree and in the home others than its owner have any right to. A file that an agent is writing is no
 * issue while nobody else gets through to it: its mode is changed once its session has ended.
 */
export function readPermissions(options: ReadModesOptions): Permissions {
  const permissions: Permissions = { shown: [], files: 0, directories: 0, unseen: [] }
  for (const entry of walkLoose(options)) {
    const isBelow = entry.root === 'results' && entry.path !== ''
    const path = isBelow ? entry.path : join(entry.root === 'home' ? options.home : options.root, entry.path)
    if ('kind' in entry) permissions.unseen.push({ path, reason: entry.reason })
    else if (entry.atWork !== 'behind_closed') {
      const { what, mode, stamp } = entry
      permissions[what === 'file' ? 'files' : 'directories'] += 1
      if (permissions.shown.length < ITEMS_LIMIT)
        permissions.shown.push({ path, what, mode, sizeBytes: stamp.sizeBytes })
    }
  }
  return permissions
}
