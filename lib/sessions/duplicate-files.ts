import type { FileRecord } from '#lib/model/file-record.ts'
import type { Area } from '#lib/model/run.ts'

/** Of several names of one file, the first of these areas counts: what runs is live, and what failed has failed. */
const AREA_ORDER: readonly Area[] = ['running', 'temp', 'failed', 'completed', 'integrated', '.quarantine']

/** Each file once, whatever it is called besides. */
export function withoutDuplicates(files: readonly FileRecord[]): FileRecord[] {
  const names = firstNames(files)
  return names === null ? [...files] : files.filter((file) => names.get(identityOf(file)) === file)
}

/** Files that are to be marked as another name of one that counts, or no longer; each with its mark set right. */
export function correctDuplicates(files: readonly FileRecord[]): FileRecord[] {
  const names = firstNames(files)
  const isDuplicate = (file: FileRecord): boolean => names !== null && names.get(identityOf(file)) !== file
  return files
    .filter((file) => file.duplicate !== isDuplicate(file))
    .map((file) => ({ ...file, duplicate: isDuplicate(file) }))
}

/** The name under which each file counts; `null` where all are different files, as they mostly are. */
function firstNames(files: readonly FileRecord[]): Map<string, FileRecord> | null {
  if (new Set(files.map(({ inode }) => inode)).size === files.length) return null
  const names = new Map<string, FileRecord>()
  for (const file of files) {
    const known = names.get(identityOf(file))
    if (known === undefined || isBefore(file, known)) names.set(identityOf(file), file)
  }
  return names
}

/** Two file systems may have one number for two files, but not also their sizes and times. A file without one is itself. */
const identityOf = ({ inode, sizeBytes, modifiedAtMs, path }: FileRecord): string =>
  inode === 0 ? path : `${inode} ${sizeBytes} ${modifiedAtMs}`

function isBefore(a: FileRecord, b: FileRecord): boolean {
  const byArea = AREA_ORDER.indexOf(a.area) - AREA_ORDER.indexOf(b.area)
  return byArea === 0 ? a.path < b.path : byArea < 0
}
