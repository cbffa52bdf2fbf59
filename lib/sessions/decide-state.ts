import { formatDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { SessionState, StateReason } from '#lib/model/session.ts'

/** What a state is decided from: a session's own files, integrated ones and links aside, each inode once. */
export type Evidence = {
  files: readonly FileRecord[]
  lastActivityAtMs: number
  expected: number | null
}

export type Decision = { state: SessionState; reason: StateReason }

/**
 * The one place that says what state a session is in. While a file lies in temp or running it is `active` or, once
 * quiet for `activeWindowMs`, `stale`. After that it is `failed` for anything in failed/, any status other than
 * success, an unreadable or a missing result; else `completed`.
 */
export function decideState(evidence: Evidence, nowMs: number, activeWindowMs: number): Decision {
  const { files, lastActivityAtMs } = evidence
  const atWork = files.find((file) => file.area === 'temp' || file.area === 'running')
  if (atWork) {
    // Worded so that it stays true as time passes: a row is not written anew each second.
    const limit = formatDuration(activeWindowMs)
    const arrived = arrivedOf(evidence)
    return nowMs - lastActivityAtMs < activeWindowMs
      ? decision(
          'active',
          'recent_activity',
          `Files in ${atWork.area}/, changed under ${limit} ago${arrived}.`,
          activeWindowMs,
        )
      : decision(
          'stale',
          'no_recent_activity',
          `Files in ${atWork.area}/, quiet for over ${limit}${arrived}.`,
          activeWindowMs,
        )
  }
  return decideFinished(evidence)
}

function decideFinished({ files, expected }: Evidence): Decision {
  const moved = files.find((file) => file.area === 'failed')
  if (moved) return decision('failed', 'moved_to_failed', `Lies in ${moved.directory}/.`)
  const unreadable = files.find((file) => file.outcome === 'unreadable')
  if (unreadable) {
    return decision(
      'failed',
      'unreadable_result',
      `The result of ${unreadable.agent ?? unreadable.name} cannot be read: ${unreadable.problemDetail}`,
    )
  }
  const results = files.filter((file) => file.kind === 'result')
  const unsuccessful = results.filter((file) => file.outcome !== 'success' && file.outcome !== 'writing')
  const [first] = unsuccessful
  if (first) {
    const others = unsuccessful.length === 1 ? '' : ` and ${unsuccessful.length - 1} more`
    return decision(
      'failed',
      'unsuccessful_result',
      `${first.agent ?? first.name} ended with "${first.status}"${others}.`,
    )
  }
  if (expected !== null && results.length < expected) {
    return decision(
      'failed',
      'missing_result',
      `${results.length} of ${formatQuantity(expected, 'expected result')} arrived.`,
    )
  }
  return decision(
    'completed',
    'all_succeeded',
    `${formatQuantity(results.length, 'result')}, every one a success.`,
  )
}

/** Where somebody recorded how many results are expected: how many of them are there. */
function arrivedOf({ files, expected }: Evidence): string {
  if (expected === null) return ''
  const arrived = files.filter((file) => file.kind === 'result').length
  return `; ${arrived} of ${formatQuantity(expected, 'expected result')} arrived`
}

function decision(
  state: SessionState,
  rule: StateReason['rule'],
  evidence: string,
  thresholdMs: number | null = null,
): Decision {
  return { state, reason: { rule, evidence, thresholdMs } }
}
