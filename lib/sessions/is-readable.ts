import type { FileRecord } from '#lib/model/file-record.ts'

/** Whole JSON that is read in one piece, whatever else it lacks. */
export const isReadable = ({ outcome, problemCode, fullyChecked, agent }: FileRecord): boolean =>
  fullyChecked && (outcome !== 'unreadable' || (problemCode === 'not_a_result' && agent !== null))
