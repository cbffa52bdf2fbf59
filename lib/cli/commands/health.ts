import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson, styled } from '#lib/cli/print.ts'
import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import type { Run } from '#lib/model/run.ts'
import type { SessionDetail } from '#lib/model/session.ts'
import { createMonitor } from '#lib/monitor.ts'

export const health: Command = {
  name: 'health',
  usage: 'health <session>',
  summary: 'results, errors and problems of one session',
  arity: 1,
  options: { json: JSON_OPTION },
  async run({ config, options, arguments: [id = ''] }) {
    const monitor = createMonitor(config, { watch: false })
    try {
      const detail = await monitor.session(id)
      if (detail === null) throw notFound(id)
      if (options.json) printJson(detail)
      else for (const line of linesOf(detail)) print(line)
      const { state, errors, problems } = detail.session
      return state === 'stale' || state === 'failed' || errors > 0 || problems > 0 ? 1 : 0
    } finally {
      await monitor.close()
    }
  },
}

function notFound(id: string): AppError {
  return new AppError(
    'session_not_found',
    `There is no session "${printable(id)}". "trinitas status --json --all" lists all ids.`,
  )
}

function linesOf({ session, runs, problems }: SessionDetail): string[] {
  return [
    heading(`Session Health: ${printable(session.id)}`),
    `State: ${session.state}. ${printable(session.reason.evidence)}`,
    `Results collected: ${session.results}`,
    `Expected results: ${session.expected ?? 'unknown'}`,
    `Integrated: ${session.integrated ? 'yes' : 'no'}`,
    ...runs
      .filter(hasFailed)
      .map((run) =>
        styled('red', `❌ Error in ${printable(nameOf(run))}: ${printable(run.status ?? run.outcome)}`),
      ),
    ...problems.map(({ path, detail }) => styled('yellow', `⚠️  ${printable(path)}: ${printable(detail)}`)),
  ]
}

const hasFailed = ({ outcome }: Run): boolean =>
  ['error', 'timeout', 'interrupted', 'unreadable'].includes(outcome)

const nameOf = ({ path }: Run): string => path.slice(path.lastIndexOf('/') + 1)
