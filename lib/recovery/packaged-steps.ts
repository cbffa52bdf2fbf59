import { invertEdits } from '#lib/hooks/text-edits.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import type { FileState, Fill, Step } from '#lib/model/plan.ts'
import { trashPath } from './steps.ts'

/** A file that comes with this program, as it is to be in a home. */
export type PackagedProgram = {
  /** Below `hooks/`. */
  file: string
  fill: Fill
  sha256: string
  sizeBytes: number
  text: string
}

/** What lies in its place. */
export type ProgramText = { text: string; state: FileState }

/** For its owner alone, who runs it. */
export const PROGRAM_MODE = 0o700

/** Writes it where nothing is. */
export function makeProgram(path: string, { file, fill, sha256, sizeBytes }: PackagedProgram): Step {
  const recipe = { by: 'packaged', file, fill } as const
  return { kind: 'make', to: path, recipe, sizeBytes, sha256, modifiedAtMs: null, mode: PROGRAM_MODE }
}

/**
 * Puts it in the place of what is there. By one renaming, since whoever calls it in that moment must find one or the other;
 * what is no text (`null`) or too long goes to the trash before.
 */
export function exchangeProgram(
  path: string,
  packaged: PackagedProgram,
  there: { stamp: FileStamp; before: ProgramText | null },
  operationId: string,
): Step[] {
  const { stamp, before } = there
  if (before === null)
    return [
      { kind: 'trash', from: path, to: trashPath(operationId, path), stamp },
      makeProgram(path, packaged),
    ]
  const { text, sha256, sizeBytes } = packaged
  const edits = [{ offset: 0, length: before.text.length, content: text }]
  const after = { sha256, sizeBytes, mode: PROGRAM_MODE, modifiedAtMs: null }
  return [
    { kind: 'replace', path, before: before.state, after, edits, back: invertEdits(before.text, edits) },
  ]
}
