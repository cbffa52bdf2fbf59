import type { ProblemCode } from '#lib/model/problem.ts'

/** The page that shows a broken file beside what could stand for it. */
export const repairHref = (path: string): string => `/recovery/repair?${new URLSearchParams({ path })}`

const REPAIRABLE: readonly ProblemCode[] = [
  'empty_file',
  'invalid_utf8',
  'invalid_json',
  'not_a_result',
  'quarantined',
]

/** Whether something could stand for a file with such a problem, or be said of it. */
export const isRepairable = (code: ProblemCode): boolean => REPAIRABLE.includes(code)
