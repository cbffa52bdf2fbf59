/** How much a line matters, the least first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** `[time] [LEVEL] text`, `time [LEVEL] text`, a line of JSON, or anything else. */
export type LogForm = 'bracketed' | 'plain' | 'json' | 'other'

/** A file in `logs/`. */
export type LogFile = {
  name: string
  /** On disk, so of a compressed one as it is compressed. */
  sizeBytes: number
  modifiedAtMs: number
  packed: boolean
  /** What its first lines are; `null` where there are none, or they could not be read. */
  form: LogForm | null
  /** `null` while they are being counted, or where they cannot be. */
  lines: number | null
}

export type LogList = {
  files: LogFile[]
  /** What lies there and is not read: a link, a pipe, a directory. */
  leftOut: { name: string; reason: string }[]
  /** Why the directory cannot be listed; `null` where it can. */
  fault: string | null
}

/** Where something in a shown text begins, and where it has ended. */
export type TextRange = readonly [from: number, to: number]

export type LogLine = {
  /** Where it begins, in bytes; of a compressed log, of what it holds. */
  offset: number
  /** Where the next one begins. */
  nextOffset: number
  /** For people: what steers a terminal is taken out or written as its code. */
  text: string
  /** Its whole length in bytes where `text` is only its beginning, else `null`. */
  wholeBytes: number | null
  form: LogForm
  atMs: number | null
  level: LogLevel | null
  /** Where a search found what it looked for. */
  matches: readonly TextRange[]
  /** Shown because of a line near it. */
  context: boolean
  /** Nothing ends it yet: it may be being written. */
  unfinished: boolean
}

/** What bounds a reading: the file as it was, and what of it could not be read. */
export type LogExtent = {
  sizeBytes: number
  /** Tells one file from another that took its name. */
  inode: number
  packed: boolean
  /** Why a compressed log is shown only in part; `null` where it is whole. */
  fault: string | null
}

export type LogPage = LogExtent & {
  lines: LogLine[]
  /** Those of the sessions named in the lines that there are. */
  sessions: string[]
}

export type LogFilter = {
  /** None is any. */
  levels: readonly LogLevel[]
  /** What to look for: plain, whatever its case, or a pattern of RE2; `null` is anything. */
  text: { kind: 'plain' | 'pattern'; text: string } | null
  sinceMs: number | null
  untilMs: number | null
}

export type LogPageRequest = { limit: number } & (
  | { from: 'end' }
  | { from: 'before' | 'after' | 'around'; offset: number }
)

export type LogSearch = {
  filter: LogFilter
  /** Lines before this offset; `null` from the end. */
  before: number | null
  /** Ends once this many match. */
  limit: number
  /** Lines shown on either side of what matches. */
  context: number
}

/** What a search tells, from the end of the file to its beginning. */
export type LogSearchEvent =
  | { kind: 'begun'; extent: LogExtent }
  | { kind: 'lines'; lines: LogLine[]; sessions: string[] }
  | { kind: 'progress'; searchedBytes: number; ofBytes: number }
  /**
   * `next` is where to go on, `null` at the beginning of what can match. `partial`: lines that are too long to be looked
   * at as a whole, and in what was looked at do not match.
   */
  | { kind: 'done'; next: number | null; reason: 'all' | 'enough' | 'time'; partial: number }
  | { kind: 'failed'; message: string }

/** Lines that were written faster than they could be told: from the offset of the first up to where the next one begins. */
export type LogGap = { from: number; until: number; lines: number }

/** What happens to a log that is followed. */
export type LogTailEvent =
  /** `skipped`: what came before these lines and is not told; `partial` as of a search. */
  | { kind: 'lines'; lines: LogLine[]; sessions: string[]; skipped: LogGap | null; partial: number }
  /** It became shorter, so that it begins anew. */
  | { kind: 'truncated' }
  /** Another file has its name now. */
  | { kind: 'rotated' }
  | { kind: 'gone' }
  /** It cannot be read any more. */
  | { kind: 'failed'; message: string }
