import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hookResult, hookStamp, hookText } from './hook-files.ts'

const AGENTS = [
  'springfield-strategist',
  'krukai-optimizer',
  'vector-auditor',
  'trinitas-quality',
  'trinitas-workflow',
] as const

/** About 2.3 KB, so that 50,000 files are some 130 MB. */
const ANSWER = `# Review\n\n${'- Replace the nested loop by one pass over `items`: "3.4x" faster.\n'.repeat(34)}`

/**
 * Writes `count` finished sessions of five results each, one minute apart, every tenth with a failure. Returns how
 * many files were written.
 */
export function writeManySessions(
  resultsDirectory: string,
  count: number,
  area: 'completed' | 'temp' = 'completed',
): number {
  const newestMs = Date.now() - 3 * 3_600_000
  for (let at = 0; at < count; at += 1) {
    const endedAtMs = newestMs - at * 60_000
    const session = `${hookStamp(endedAtMs)}_${((at * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}`
    // Those that are stale lie beside each other.
    const directory = join(resultsDirectory, area, area === 'temp' ? '' : session)
    mkdirSync(directory, { recursive: true })
    for (const [nth, agent] of AGENTS.entries()) {
      const failed = at % 10 === 0 && nth === 2
      const result = hookResult(
        {
          session_id: session,
          subagent_type: agent,
          execution_time_ms: 1000 + ((at * 37 + nth * 911) % 240_000),
          status: failed ? 'error' : 'success',
          error: failed ? 'Connection reset by peer\n' : '\n',
          result: ANSWER,
        },
        endedAtMs,
      )
      const path = join(directory, `${session}_${result.task_id}_${hookStamp(endedAtMs)}_${at}${nth}.json`)
      writeFileSync(path, hookText(result))
      utimesSync(path, endedAtMs / 1000, endedAtMs / 1000)
    }
  }
  return count * AGENTS.length
}
