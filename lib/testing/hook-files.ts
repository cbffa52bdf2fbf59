/** One result, with the fields that the original capture hook writes. Times are milliseconds. */
export type HookResult = {
  session_id: string
  task_id: string
  subagent_type: string
  timestamp: string
  execution_time_ms: number
  status: string
  result: string
  error: string
  metadata: { tool_name: string; claude_request_id: string; project_dir: string } & HookUsage
}

/** What a result says of its cost, where its hook knows. */
export type HookUsage = {
  model?: string
  input_tokens?: number
  output_tokens?: number
  cache_read_input_tokens?: number
  cache_creation_input_tokens?: number
  tool_calls?: number
}

/** The metadata of `hookResult`, with a cost. */
export const withUsage = (usage: HookUsage): HookResult['metadata'] => ({
  tool_name: 'Task',
  claude_request_id: '',
  project_dir: '/home/dev/checkout-service',
  ...usage,
})

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

/** "20261123_211011", in local time as the hook's `date` has it. */
export function hookStamp(atMs: number): string {
  const at = new Date(atMs)
  const day = `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`
  return `${day}_${pad(at.getHours())}${pad(at.getMinutes())}${pad(at.getSeconds())}`
}

/** A success of `krukai-optimizer` that took 1.5 s, except where `fields` say otherwise. */
export function hookResult(
  { session_id, ...fields }: Partial<HookResult> & { session_id: string },
  atMs: number,
): HookResult {
  const agent = fields.subagent_type ?? 'krukai-optimizer'
  return {
    session_id,
    task_id: `${agent}_${Math.floor(atMs / 1000)}`,
    subagent_type: agent,
    timestamp: new Date(atMs).toISOString(),
    execution_time_ms: 1500,
    status: 'success',
    result: `# Answer of ${agent}\n`,
    // What the hook writes where there was no error.
    error: '\n',
    metadata: { tool_name: 'Task', claude_request_id: '', project_dir: '/home/dev/checkout-service' },
    ...fields,
  }
}

/** The file's text: four spaces of indent and a final newline. */
export function hookText(result: HookResult): string {
  return `${JSON.stringify(result, null, 4)}\n`
}

let nanoseconds = 100_000_000

/** `<session>_<agent>_<seconds>_<stamp>_<nanoseconds>.json`; no two are alike. */
export function hookName(result: HookResult, atMs: number): string {
  nanoseconds += 1
  return `${result.session_id}_${result.task_id}_${hookStamp(atMs)}_${nanoseconds}.json`
}
