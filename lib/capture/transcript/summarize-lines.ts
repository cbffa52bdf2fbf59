import { parseJson } from '#lib/store/parse-json.ts'
import { fieldOf, textField, timeField } from './line-fields.ts'
import { addUsage, newClaudeState, takeClaudeLine } from './read-claude-lines.ts'
import { isRolloutLine, newRolloutState, takeRolloutLine } from './read-rollout-lines.ts'
import type { TokenUsage, TranscriptSummary } from './transcript-summary.ts'

export type LineTaker = {
  /** The text of a line; `null` for one that is too long. */
  take(text: string | null): void
  /** The same of one that somebody has parsed. */
  takeLine(line: object | null): void
  /** `isWhole` says whether it has taken every line: else nobody knows the sums. */
  summarize(isWhole: boolean): TranscriptSummary
}

/** Takes lines of a transcript one after the other, of whichever harness, and says what they come to. */
export function takeLines(): LineTaker {
  const claude = newClaudeState()
  const rollout = newRolloutState()
  const common = newCommon()
  const takeLine = (line: object | null): void => {
    takeCommon(common, line)
    common.isRollout ||= isRolloutLine(line)
    const isKnown = common.isRollout ? takeRolloutLine(rollout, line) : takeClaudeLine(claude, line)
    if (!isKnown) common.unknownLines += 1
  }
  return {
    takeLine(line) {
      common.lines += 1
      takeLine(line)
    },
    take(text) {
      if (text === null || text.trim() === '') {
        if (text === null) common.unknownLines += 1
        return
      }
      common.lines += 1
      const reading = parseJson(text)
      if (reading.kind !== 'value' || typeof reading.value !== 'object') {
        common.unknownLines += 1
        return
      }
      takeLine(reading.value)
    },
    summarize(isWhole) {
      if (common.isRollout)
        return {
          ...ofCommon(common, 'codex'),
          ...rollout,
          cwd: rollout.cwd ?? common.cwd,
          requestId: null,
          toolCalls: isWhole ? rollout.toolCalls : null,
        }
      const { model, requestId, prompt, answer, end } = claude
      return {
        ...ofCommon(common, 'claude-code'),
        ...{ model, requestId, prompt, answer, end },
        usage: isWhole ? sumOf([claude.pastUsage ?? [], ...claude.usage.values()].flat()) : null,
        toolCalls: isWhole ? claude.pastToolCalls + claude.toolCalls.size : null,
      }
    },
  }
}

type Common = {
  isRollout: boolean
  sessionId: string | null
  agentId: string | null
  cwd: string | null
  version: string | null
  gitBranch: string | null
  firstAtMs: number | null
  lastAtMs: number | null
  lines: number
  unknownLines: number
}

const newCommon = (): Common => ({
  isRollout: false,
  sessionId: null,
  agentId: null,
  cwd: null,
  version: null,
  gitBranch: null,
  firstAtMs: null,
  lastAtMs: null,
  lines: 0,
  unknownLines: 0,
})

function takeCommon(common: Common, line: unknown): void {
  common.sessionId ??= textField(line, 'sessionId') ?? textField(line, 'session_id')
  common.agentId ??= textField(line, 'agentId') ?? textField(line, 'agent_id')
  common.cwd ??= textField(line, 'cwd')
  common.version ??= textField(line, 'version')
  common.gitBranch ??= textField(line, 'gitBranch')
  const atMs = timeField(line, 'timestamp')
  if (atMs === null) return
  common.firstAtMs = Math.min(common.firstAtMs ?? atMs, atMs)
  // A snapshot of files carries the time of what it is of.
  if (fieldOf(line, 'isMeta') !== true) common.lastAtMs = Math.max(common.lastAtMs ?? atMs, atMs)
}

function ofCommon(
  { isRollout: _, ...common }: Common,
  harness: TranscriptSummary['harness'],
): Omit<Common, 'isRollout'> & { harness: TranscriptSummary['harness'] } {
  return { harness, ...common }
}

/** `null` where no message said what it took. */
function sumOf(usages: readonly TokenUsage[]): TokenUsage | null {
  if (usages.length === 0) return null
  return usages.reduce(addUsage)
}
