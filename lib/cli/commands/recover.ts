import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { issueLines } from '#lib/cli/issue-lines.ts'
import { mendAll, mendSessions, openIssues } from '#lib/cli/mend-issues.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { readTime } from '#lib/cli/read-time.ts'
import { type Opened, withRecovery } from '#lib/cli/with-recovery.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { CarriedOut, Mended } from '#lib/monitor.ts'
import { diagnose } from './diagnose.ts'

export const recover: Command = {
  name: 'recover',
  usage: 'recover [session…]',
  summary: 'say what is wrong, and mend what can be; of sessions that are named, only those go to failed/',
  arity: 'any',
  options: {
    'diagnose-only': { type: 'boolean', help: 'only say what is wrong, as "trinitas diagnose"' },
    'older-than': {
      type: 'string',
      value: 'TIME',
      help: 'sessions quiet for at least this long (30m, or recover-after)',
    },
    'auto-fix': { type: 'boolean', help: 'do it without asking: everything can be taken back' },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: (input) => (input.options['diagnose-only'] ? diagnose.run(input) : mend(input)),
}

function mend({ config, options, arguments: sessions }: CommandInput): Promise<ExitCode> {
  return withRecovery(config, async (opened: Opened) => {
    const quietForMs = readTime('--older-than', options['older-than']) ?? config.recoverAfterMs
    const before = await openIssues(opened)
    const quiet = options.json === true
    if (!quiet) {
      const { resultsDirectory } = await opened.monitor().status()
      for (const line of issueLines(before, resultsDirectory)) print(line)
      print()
    }
    const how = { quietForMs, quiet, yes: options['auto-fix'] === true || options.yes === true }
    const mended =
      sessions.length === 0 ? await mendAll(opened, before, how) : await mendSessions(opened, sessions, how)
    const report = reportOf(before, await openIssues(opened), mended)
    if (quiet) printJson(report)
    else printReport(report)
    return report.issues_found === report.issues_fixed ? 0 : 1
  })
}

function reportOf(before: readonly Issue[], after: readonly Issue[], mended: readonly Mended[]) {
  const operations = mended.flatMap(({ carried }) => (carried.kind === 'done' ? [carried.operation] : []))
  const left = new Set(after.map(({ type }) => type))
  const moved = operations
    .filter(({ action }) => action === 'recover')
    .flatMap(({ items }) => items.filter(({ outcome }) => outcome === 'done'))
  return {
    status: statusOf(mended),
    issues_found: before.length,
    issues_fixed: before.filter(({ type }) => !left.has(type)).length,
    sessions_moved: moved.length,
    operations,
    left: after.map(({ type, description, advice }) => ({ type, description, advice })),
  }
}

function statusOf(mended: readonly Mended[]): string {
  const carried = mended.map((one) => one.carried)
  const done = carried.flatMap((one) => (one.kind === 'done' ? [one.operation.status] : []))
  if (done.length > 0) return done.every((status) => status === 'done') ? 'done' : 'partial'
  if (carried.some(({ kind }) => kind === 'declined')) return 'declined'
  return carried.every(isFine) ? 'nothing_to_do' : 'all_left_out'
}

const isFine = (carried: CarriedOut): boolean => carried.kind === 'nothing' && carried.isFine

function printReport({ left, ...report }: ReturnType<typeof reportOf>): void {
  print()
  print('Recovery Report:')
  print(`Status: ${report.status}`)
  print(`Issues found: ${report.issues_found}`)
  print(`Issues fixed: ${report.issues_fixed}`)
  print(`Sessions moved: ${report.sessions_moved}`)
  for (const { description } of left) print(`Left: ${description}`)
  // The last first: what came later may stand on what came before.
  for (const { id, action } of report.operations.filter(({ undoable }) => undoable).toReversed())
    print(`To take it back (${action}): trinitas undo ${id}`)
}
