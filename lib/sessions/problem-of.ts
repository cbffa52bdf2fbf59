import type { FileRecord } from '#lib/model/file-record.ts'
import type { Problem } from '#lib/model/problem.ts'

/** What is wrong with a file, as a list of one or none. */
export function problemOf({ path, problemCode, problemDetail, sessionId }: FileRecord): Problem[] {
  return problemCode === null ? [] : [{ path, code: problemCode, detail: problemDetail ?? '', sessionId }]
}
