import { hookResult, hookStamp, hookText } from '#lib/testing/hook-files.ts'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { integratedText } from './integrated-file.ts'
import { AGENTS, answerOf, ERRORS, PROJECTS } from './sample-work.ts'

const MINUTE_MS = 60_000
const FINISHED = 32

/** What happened before the visitor came: finished sessions of some days, some failed, some that went quiet. */
export function writePast(home: TemporaryHome, nowMs: number): void {
  for (let at = 0; at < FINISHED; at += 1) writeFinished(home, nowMs, at)
  writeQuiet(home, nowMs, 12, { expected: 3, arrived: 1 })
  writeQuiet(home, nowMs, 47, { expected: 4, arrived: 2 })
  writeQuiet(home, nowMs, 185, { expected: null, arrived: 2 })
}

function writeFinished(home: TemporaryHome, nowMs: number, at: number): void {
  const ageMs = (9 + at * at * 4.5) * MINUTE_MS
  const session = sessionId(nowMs - ageMs, at)
  const failed = at % 9 === 4
  const agents = AGENTS.slice(at % 3, (at % 3) + 2 + (at % 4))
  const results = agents.map((agent, nth) => {
    const error = failed && nth === 1 ? ERRORS[at % ERRORS.length] : undefined
    const result = hookResult(
      {
        session_id: session,
        subagent_type: agent,
        // Where no time was reported, hooks write 0.
        execution_time_ms: at % 7 === 3 && nth === 0 ? 0 : 9000 + ((at * 7919 + nth * 30_011) % 190_000),
        status: error === undefined ? 'success' : 'error',
        error: `${error ?? ''}\n`,
        result: error === undefined ? answerOf(agent) : '',
        metadata: {
          tool_name: 'Task',
          claude_request_id: '',
          project_dir: PROJECTS[at % PROJECTS.length] ?? '',
        },
      },
      nowMs - ageMs - nth * 4000,
    )
    const area = failed ? 'failed' : 'completed'
    const name = `${session}_${result.task_id}_${hookStamp(nowMs - ageMs)}_${at}${nth}.json`
    const text = hookText(result)
    // One file of one session was cut short by a full disk.
    const content = at === 6 && nth === 1 ? text.slice(0, text.length / 2) : text
    home.write(`${area}/${session}/${name}`, content, { ageMs })
    return result
  })
  if (failed || at % 8 === 2) return
  home.write(`integrated/${session}_integrated.json`, integratedText(session, results, nowMs - ageMs), {
    ageMs,
  })
}

type Quiet = { expected: number | null; arrived: number }

/** A session of which some agents never came back. */
function writeQuiet(home: TemporaryHome, nowMs: number, minutes: number, { expected, arrived }: Quiet): void {
  const ageMs = minutes * MINUTE_MS
  const session = sessionId(nowMs - ageMs, minutes)
  for (const agent of AGENTS.slice(0, arrived)) {
    home.result(
      { session_id: session, subagent_type: agent, execution_time_ms: 42_000, result: answerOf(agent) },
      { ageMs },
    )
  }
  if (expected !== null)
    home.write(`temp/${session}_metadata.json`, JSON.stringify({ expected_count: expected }), { ageMs })
}

export function sessionId(atMs: number, seed: number): string {
  return `${hookStamp(atMs)}_${(((seed + 11) * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}`
}
