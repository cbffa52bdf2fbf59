/** Tokens of all messages together, each counted once. */
export type TokenUsage = { input: number; output: number; cacheRead: number; cacheCreation: number }

/** How a transcript ends. */
export type TranscriptEnd =
  /** With the agent's words; `settled` where it says itself that nothing follows. */
  | { kind: 'answered'; settled: boolean }
  | { kind: 'error' | 'timeout' | 'interrupted'; text: string }
  /** A tool failed, and nothing was said to that. */
  | { kind: 'tool_error'; text: string }
  /** In the midst of work: something is called, asked or being thought. */
  | { kind: 'open' }

/** What a transcript says of one agent's work. `null` is not said, or not known of a file that was not read as a whole. */
export type TranscriptSummary = {
  harness: 'claude-code' | 'codex'
  sessionId: string | null
  agentId: string | null
  cwd: string | null
  /** Of the harness. */
  version: string | null
  gitBranch: string | null
  model: string | null
  /** Of the last answer. */
  requestId: string | null
  /** Epoch milliseconds. */
  firstAtMs: number | null
  lastAtMs: number | null
  usage: TokenUsage | null
  toolCalls: number | null
  /** What the agent was asked, as far as it is kept. */
  prompt: string | null
  /** The last thing the agent said. */
  answer: string | null
  end: TranscriptEnd
  lines: number
  /** Lines that are no JSON, too long, or of a kind that nobody told us of. */
  unknownLines: number
}
