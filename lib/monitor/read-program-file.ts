import { lstatSync } from 'node:fs'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import type { ProgramText } from '#lib/recovery/packaged-steps.ts'
import { containedPath } from '#lib/store/contained-path.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

/** A plan keeps the text of what is exchanged, so it is not to be long. Ours have a twentieth of it. */
const LIMIT_BYTES = 1024 * 1024

/** A program below the home; `null` where it is no text, or longer than any is. */
export function readProgramFile(home: string, path: string): ProgramText | null {
  const reading = readContainedFile(home, path, LIMIT_BYTES)
  if (reading.kind !== 'whole') return null
  const mode = (lstatSync(containedPath(home, path), { throwIfNoEntry: false })?.mode ?? 0) & 0o777
  const bytes = Buffer.from(reading.text)
  const { modifiedAtMs } = reading.stamp
  return {
    text: reading.text,
    state: { sha256: hashOf(bytes), sizeBytes: bytes.length, mode, modifiedAtMs },
  }
}
