/**
 * Whether the process of an agent is there. `unknown` where that cannot be told: nobody wrote down which it is, it runs
 * on another machine, in another container or was started before this one was, or the system does not say.
 */
export const PROCESS_STATES = ['alive', 'gone', 'unknown'] as const
export type ProcessState = (typeof PROCESS_STATES)[number]

/** A process that no other can be taken for: its number is given again, but not at the same tick of the same boot. */
export type AgentProcess = {
  id: number
  /** Clock ticks after the boot: field 22 of `/proc/<id>/stat`. */
  startedTicks: number
  bootId: string
  /** Where its number counts: a container has numbers of its own. `null` where nobody wrote it down. */
  namespace: string | null
}

/** What was written down when an agent started, as far as it can be used. `null` is unknown. */
export type AgentWork = {
  startedAtMs: number | null
  /** Absolute, and outside the home: it is looked at, and neither read nor shown. */
  transcript: string | null
  process: AgentProcess | null
}

/** What is seen of an agent at work. */
export type AgentSign = {
  /** When its transcript grew last, epoch milliseconds; `null` where there is none to look at. */
  grewAtMs: number | null
  process: ProcessState
}

/** What a result says of its cost; `null` is unknown, and never stands for 0. */
export type AgentUsage = {
  model: string | null
  inputTokens: number | null
  outputTokens: number | null
  cacheReadTokens: number | null
  cacheWriteTokens: number | null
  toolCalls: number | null
}

/** The counts of it, in the order in which they are shown. */
export const USAGE_COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'toolCalls',
] as const satisfies readonly (keyof AgentUsage)[]
export type UsageCount = (typeof USAGE_COUNTS)[number]

/** The kinds of tokens. */
export const TOKEN_KINDS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
] as const satisfies readonly UsageCount[]
export type TokenKind = (typeof TOKEN_KINDS)[number]

/** Sums of tokens; `null` where no result says. */
export type TokenTotals = Record<TokenKind, number | null> & {
  /** Results that say of any kind how many there were. */
  results: number
}
