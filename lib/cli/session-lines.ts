import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import { formatWaiting } from '#lib/format/work-words.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { heading, styled } from './print.ts'

export const ageSeconds = (atMs: number, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - atMs) / 1000))

/** The original's list of sessions, word for word: people grep for these lines. */
export function sessionLines(sessions: readonly Session[], nowMs: number): string[] {
  const count = (state: Session['state']): number =>
    sessions.filter((session) => session.state === state).length
  return [
    heading('Active Sessions'),
    ...sessions.flatMap((session) => linesOf(session, nowMs)),
    '',
    `Active sessions: ${count('active')}`,
    `Stale sessions: ${count('stale')}`,
  ]
}

function linesOf(session: Session, nowMs: number): string[] {
  const { id, state, lastActivityAtMs, errors, results } = session
  const age = `(age: ${ageSeconds(lastActivityAtMs, nowMs)}s)`
  const line =
    state === 'active'
      ? styled('green', `✅ Active session: ${printable(id)} ${age}`)
      : styled('yellow', `⚠️  Stale session: ${printable(id)} ${age}`)
  return [
    line,
    ...(errors === 0
      ? []
      : [styled('red', `   ❌ ${errors} of ${formatQuantity(results, 'result')} failed`)]),
    ...waitingLine(session, nowMs),
  ]
}

/** Below the original's lines, and only where agents were seen to start. */
function waitingLine({ work, state, results, expected, reason }: Session, nowMs: number): string[] {
  if (work === null) return []
  const arrived = `${results} of ${expected ?? results + work.agents}`
  const waiting = formatWaiting(work, { state, limitMs: reason.thresholdMs, nowMs })
  return [`   ⏳ ${arrived}, ${printable(waiting)}`]
}

export function problemLines(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return []
  const lines = problems.map(({ path, detail }) =>
    styled('red', `❌ ${printable(path)}: ${printable(detail)}`),
  )
  return ['', `Files with problems: ${problems.length}`, ...lines]
}
