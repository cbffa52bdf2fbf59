import { setTimeout as wait } from 'node:timers/promises'
import { carryOut } from '#lib/cli/carry-out.ts'
import type { Command } from '#lib/cli/command.ts'
import { performanceLines } from '#lib/cli/performance-lines.ts'
import { heading, print } from '#lib/cli/print.ts'
import { ageSeconds, problemLines, sessionLines } from '#lib/cli/session-lines.ts'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { formatDuration, parseDuration } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { PerformanceSummary } from '#lib/model/performance.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { createMonitor, type Monitor, type OpenRecovery, openRecovery } from '#lib/monitor.ts'

const DEFAULT_INTERVAL = '10'
const SHORTEST_INTERVAL_MS = 100
const CLEAR_SCREEN = '\u001b[2J\u001b[H'

export const monitor: Command = {
  name: 'monitor',
  usage: 'monitor',
  summary: 'sessions, performance and what clean-up would take, again and again',
  arity: 0,
  options: {
    interval: { type: 'string', value: 'SECONDS', help: `time between two refreshes (${DEFAULT_INTERVAL})` },
    once: { type: 'boolean', help: 'print once and end' },
    'auto-cleanup': {
      type: 'boolean',
      help: 'clean up what was quiet for long enough; "trinitas undo" takes it back',
    },
    json: { type: 'boolean', help: 'print one JSON object a line for scripts' },
  },
  async run({ config, options }) {
    const intervalMs = readInterval(String(options.interval ?? DEFAULT_INTERVAL))
    // It may look on for days: the history is for the dashboard to keep.
    const source = createMonitor(config, { keeping: 'never' })
    const recovery = options['auto-cleanup'] ? openRecovery(config, () => source) : null
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
    try {
      await source.ready()
      await recovery?.resume(recovery.by)
      for (;;) {
        const seen = await look(source, config)
        const view =
          recovery && seen.cleanup.length > 0 ? { ...seen, cleaned: await cleanUp(recovery) } : seen
        if (options.json) print(JSON.stringify(view))
        else printView(view, config, !options.once)
        if (options.once) return needsAttention(view) ? 1 : 0
        if (!(await pause(intervalMs, stop.signal))) return 0
      }
    } finally {
      recovery?.close()
      await source.close()
    }
  },
}

type View = {
  generatedAt: string
  sessions: Session[]
  problems: Problem[]
  performance: PerformanceSummary
  /** Sessions that clean-up would take. */
  cleanup: { id: string; quietMs: number }[]
  /** How many of them were cleaned up; `null` where that was not asked for. */
  cleaned: number | null
}

async function look(source: Monitor, config: Config): Promise<View> {
  const [sessions, problems, performance] = await Promise.all([
    source.everySession({ finished: false }),
    source.problems(),
    source.performance(),
  ])
  const nowMs = Date.now()
  const cleanup = sessions
    .filter(({ state, work }) => state === 'stale' && work?.process !== 'alive')
    .map(({ id, lastActivityAtMs }) => ({ id, quietMs: nowMs - lastActivityAtMs }))
    .filter(({ quietMs }) => quietMs > config.cleanupAfterMs)
    .map(({ id, quietMs }) => ({ id, quietMs }))
  return {
    generatedAt: new Date(nowMs).toISOString(),
    sessions,
    problems,
    performance,
    cleanup,
    cleaned: null,
  }
}

function printView(view: View, { cleanupAfterMs }: Config, clear: boolean): void {
  const nowMs = Date.parse(view.generatedAt)
  if (clear && process.stdout.isTTY) process.stdout.write(CLEAR_SCREEN)
  const lines = [
    ...sessionLines(view.sessions, nowMs),
    ...problemLines(view.problems),
    '',
    ...performanceLines(view.performance),
    '',
    heading('Cleanup Stale Sessions'),
    ...(view.cleaned === null ? [] : [`Cleaned ${view.cleaned} stale sessions`]),
    `Clean-up ${view.cleaned === null ? 'would take' : 'found'} ${formatQuantity(view.cleanup.length, 'stale session')} (quiet for over ${formatDuration(cleanupAfterMs)})`,
    ...view.cleanup.map(({ id, quietMs }) => `  ${printable(id)} (age: ${ageSeconds(0, quietMs)}s)`),
    '',
  ]
  for (const line of lines) print(line)
}

const needsAttention = ({ sessions, problems }: View): boolean =>
  problems.length > 0 || sessions.some(({ state, errors }) => state === 'stale' || errors > 0)

/** A bare number is seconds, as it was in the original. */
function readInterval(text: string): number {
  const intervalMs = parseDuration(/^\d+(\.\d+)?$/.test(text) ? `${text}s` : text)
  if (intervalMs !== null && intervalMs >= SHORTEST_INTERVAL_MS) return intervalMs
  throw new AppError(
    'usage',
    `--interval is "${printable(text)}": expected seconds such as 10, or a time such as 500ms or 2m.`,
  )
}

/** What keeps it from being done now is said, and the next look tries again. */
async function cleanUp(recovery: OpenRecovery): Promise<number> {
  try {
    const carried = await carryOut({
      recovery,
      request: { action: 'clean_up', sessions: null, quietForMs: null },
      yes: true,
      quiet: true,
      yesOption: '--auto-cleanup',
    })
    const items = carried.kind === 'done' ? carried.operation.items : []
    return items.filter(({ outcome }) => outcome === 'done').length
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 0
  }
}

/** False where it was cut short. */
async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(durationMs, undefined, { signal })
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return false
    throw error
  }
}
