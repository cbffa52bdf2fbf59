import { isLastText } from './is-last-text.ts'
import { type LongText, textOf } from './long-text.ts'
import { type CapturedStatus, NO_TEXT } from './result-file.ts'
import type { TranscriptReading } from './transcript/read-transcript.ts'
import type { TranscriptSummary } from './transcript/transcript-summary.ts'

/** What came of an agent's work. */
export type Outcome = { status: CapturedStatus; result: LongText; error: string | null }

/**
 * Of an agent that has stopped: `answer` is what its harness says were its last words. How the transcript ends decides where
 * it ends after them; where they are not in it, its end was not written yet when the hook was called.
 */
export function outcomeOfStop(answer: LongText | null, summary: TranscriptSummary | null): Outcome {
  const said = summary?.answer ? textOf(summary.answer) : null
  const result = answer ?? said
  const end = summary?.end ?? { kind: 'open' }
  switch (end.kind) {
    case 'interrupted':
      return { status: 'interrupted', result: result ?? NO_TEXT, error: end.text }
    case 'error':
    case 'timeout':
      if (answer === null || isLastText(answer, end.text))
        // The harness hands over what it says itself of the error as if the agent had said it.
        return { status: end.kind, result: said ?? NO_TEXT, error: end.text }
      return isSaid(answer, summary) ? { status: end.kind, result: answer, error: end.text } : success(answer)
    case 'answered':
      return success(result ?? NO_TEXT)
    case 'tool_error':
      if (answer !== null && !isSaid(answer, summary)) return success(answer)
      return { status: 'error', result: result ?? NO_TEXT, error: end.text }
    case 'open':
      if (answer !== null) return success(answer)
      return { status: 'interrupted', result: result ?? NO_TEXT, error: WITHOUT_WORDS }
  }
}

const isSaid = (answer: LongText, summary: TranscriptSummary | null): boolean =>
  isLastText(answer, summary?.answer ?? null)

const WITHOUT_WORDS = 'The agent stopped without a final answer.'

const success = (result: LongText): Outcome => ({ status: 'success', result, error: null })

/** By which a result is known that nothing but the end of its session tells of. */
export const SESSION_ENDED = 'The session ended while the agent was running.'

/** Of an agent that nobody saw stop and whose harness has ended. */
export function outcomeOfEnd(summary: TranscriptSummary | null): Outcome {
  return {
    status: 'interrupted',
    result: summary?.answer ? textOf(summary.answer) : NO_TEXT,
    error: SESSION_ENDED,
  }
}

/** Whether it says of itself that nothing follows. */
export function hasEnded({ end }: TranscriptSummary): boolean {
  switch (end.kind) {
    case 'answered':
      return end.settled
    case 'open':
    case 'tool_error':
      return false
    default:
      return true
  }
}

/** Counts that belong into a result's `metadata`; what is not known is left out. */
export function metadataOf(
  reading: TranscriptReading | null,
  { model, cwd }: { model: string | null; cwd: string | null },
): Record<string, string | number> {
  const summary = reading?.kind === 'read' ? reading.summary : null
  const { usage = null, toolCalls = null } = summary ?? {}
  return {
    tool_name: 'Task',
    claude_request_id: summary?.requestId ?? '',
    project_dir: cwd ?? summary?.cwd ?? '',
    ...given('model', summary?.model ?? model),
    ...given('input_tokens', usage?.input),
    ...given('output_tokens', usage?.output),
    ...given('cache_read_input_tokens', usage?.cacheRead),
    ...given('cache_creation_input_tokens', usage?.cacheCreation),
    ...given('tool_calls', toolCalls),
  }
}

const given = (name: string, value: string | number | null | undefined): Record<string, string | number> =>
  value === null || value === undefined ? {} : { [name]: value }
