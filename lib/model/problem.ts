/** Why a file could not be taken for what its place and name promise. Broken input is data, not an exception. */
export type ProblemCode =
  | 'empty_file'
  | 'invalid_utf8'
  | 'invalid_json'
  | 'not_a_result'
  | 'not_fully_checked'
  | 'missing_field'
  | 'invalid_field'
  | 'quarantined'
  | 'cut_short'
  | 'symlink'
  | 'not_a_regular_file'
  | 'no_permission'
  | 'too_deep'
  | 'unreadable'

export type Problem = {
  /** Relative to the results directory, with `/` between its parts. */
  path: string
  code: ProblemCode
  /** One sentence: what was found and what was expected. */
  detail: string
  /** The session the file belongs to, as far as that can be told. */
  sessionId: string | null
}

/** Files with a problem that no session stands for: links, pipes, what cannot be read and belongs to nothing. */
export type StrayProblems = {
  /** The first of them, by path. */
  shown: Problem[]
  total: number
}
