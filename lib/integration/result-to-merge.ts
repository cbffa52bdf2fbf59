import { ownField } from '#lib/store/parse-json.ts'

/** As much of a result as merging takes. */
export type ResultToMerge = {
  agent: string
  content: string
  /** Empty where the file has none. */
  status: string
  /** `null` where there is none, as on every success. */
  error: string | null
  executionMs: number
}

/** Reads each field of a parsed result for itself; what is missing or not of its type counts as empty. */
export function resultToMerge(content: unknown): ResultToMerge {
  const text = (field: string): string => {
    const value = ownField(content, field)
    return typeof value === 'string' ? value : ''
  }
  const status = text('status')
  return {
    agent: text('subagent_type') || UNNAMED_AGENT,
    content: text('result'),
    status,
    error: status === 'success' ? null : errorOf(text('error')),
    executionMs: millisecondsOf(ownField(content, 'execution_time_ms')),
  }
}

/** The original integrator's name for the agent of results that name none. */
const UNNAMED_AGENT = 'unknown'

/** The hooks write "\n" where there is no error. */
const errorOf = (text: string): string | null => (text.trim() === '' ? null : text)

const millisecondsOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
