import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import type { Recovery } from '#lib/model/recovery.ts'
import type { RepairPreview } from '#lib/model/repair.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { loneTarget, preview } from './plan-repairs.ts'

/** What a shell calls a file: a path from where it stands, or one below the results directory as issues name it. */
export function nameOfFile(path: string, workingDirectory: string): string {
  const absolute = resolve(workingDirectory, path)
  if (statEntry(absolute).kind !== 'file') return path
  try {
    // Not its own last link: that is not followed anywhere.
    return join(realpathSync(dirname(absolute)), basename(absolute))
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return absolute
  }
}

/** A whole file beside what could stand for it, wherever it lies; `null` where there is none. For whoever may read it anyway. */
export async function previewFile(recovery: Recovery, name: string): Promise<RepairPreview | null> {
  const known = await recovery.previewRepair(name, { whole: true })
  if (known !== null || statEntry(name).kind !== 'file') return known
  return preview(dirname(name), loneTarget(basename(name), name, 'result'), Number.MAX_SAFE_INTEGER)
}
