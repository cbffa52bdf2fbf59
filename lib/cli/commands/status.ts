import { type Command, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { problemLines, sessionLines } from '#lib/cli/session-lines.ts'
import type { Config } from '#lib/config.ts'
import type { StatusReport } from '#lib/model/contracts.ts'
import type { Session } from '#lib/model/session.ts'
import { readRunningSessions } from '#lib/monitor/read-running-sessions.ts'

export const status: Command = {
  name: 'status',
  usage: 'status',
  summary: 'running sessions, and whether they are active or stale',
  arity: 0,
  options: { json: JSON_OPTION, all: { type: 'boolean', help: 'with --json: finished sessions too' } },
  run: ({ config, options }) =>
    options.json ? printReport(config, options.all === true) : printLines(config),
}

/** Reads temp and running alone, so that it is quick however much is finished. */
async function printLines(config: Config): Promise<ExitCode> {
  const { sessions, problems } = await readRunningSessions(config)
  for (const line of [...sessionLines(sessions, Date.now()), ...problemLines(problems)]) print(line)
  return problems.length > 0 || sessions.some(needsAttention) ? 1 : 0
}

async function printReport(config: Config, finished: boolean): Promise<ExitCode> {
  // The lines of a status do without all that.
  const { createMonitor } = await import('#lib/monitor.ts')
  const monitor = createMonitor(config, { watch: false })
  try {
    const [{ status: now, counts }, sessions, problems] = await Promise.all([
      monitor.snapshot(),
      monitor.everySession({ finished }),
      monitor.problems(),
    ])
    const report: StatusReport = {
      home: now.home,
      generatedAt: new Date().toISOString(),
      counts,
      sessions: sessions.map(toRow),
      problems: problems.map(({ path, code, detail }) => ({
        path: `${now.resultsDirectory}/${path}`,
        code,
        detail,
      })),
    }
    printJson(report)
    return counts.stale + counts.failed + problems.length > 0 ? 1 : 0
  } finally {
    await monitor.close()
  }
}

const needsAttention = ({ state, errors }: Session): boolean => state === 'stale' || errors > 0

function toRow(session: Session): StatusReport['sessions'][number] {
  const { id, state, integrated, results, expected, errors, lastActivityAtMs, sizeBytes, work, usage } =
    session
  const lastActivityAt = new Date(lastActivityAtMs).toISOString()
  return {
    id,
    state,
    integrated,
    results,
    expected,
    errors,
    lastActivityAt,
    sizeBytes,
    running: work?.agents ?? 0,
    waitingFor: work && {
      agent: work.waitingFor,
      since: new Date(work.sinceMs).toISOString(),
      silentSince: new Date(work.silentSinceMs).toISOString(),
    },
    process: work?.process ?? null,
    usage,
  }
}
