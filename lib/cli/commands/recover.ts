import { type CarriedOut, carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { issueLines } from '#lib/cli/issue-lines.ts'
import { outcomeLines } from '#lib/cli/plan-lines.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { readTime } from '#lib/cli/read-time.ts'
import { type Opened, withRecovery } from '#lib/cli/with-recovery.ts'
import type { Issue } from '#lib/model/issue.ts'
import { diagnose } from './diagnose.ts'

export const recover: Command = {
  name: 'recover',
  usage: 'recover [session…]',
  summary: 'say what is wrong, and mend what can be: incomplete sessions go to failed/, whole',
  arity: 'any',
  options: {
    'diagnose-only': { type: 'boolean', help: 'only say what is wrong, as "trinitas diagnose"' },
    'older-than': {
      type: 'string',
      value: 'TIME',
      help: 'quiet for at least this long (30m, or recover-after)',
    },
    'auto-fix': { type: 'boolean', help: 'do it without asking: everything can be taken back' },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: (input) => (input.options['diagnose-only'] ? diagnose.run(input) : mend(input)),
}

function mend({ config, options, arguments: sessions }: CommandInput): Promise<ExitCode> {
  return withRecovery(config, async ({ recovery, monitor }: Opened) => {
    const quietForMs = readTime('--older-than', options['older-than']) ?? config.recoverAfterMs
    const issues = recovery
      .withSnoozes(await monitor().issues())
      .filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
    const quiet = options.json === true
    if (!quiet) {
      const { resultsDirectory } = await monitor().status()
      for (const line of issueLines(issues, resultsDirectory)) print(line)
      print()
    }
    const carried = await carryOut({
      recovery,
      request: {
        action: 'recover',
        sessions: sessions.length === 0 ? null : [...sessions],
        quietForMs,
      },
      yes: options['auto-fix'] === true || options.yes === true,
      quiet,
      yesOption: '--auto-fix',
    })
    const report = reportOf(issues, carried)
    if (quiet) printJson(report)
    else printReport(report, carried)
    return report.issues_found === report.issues_fixed ? 0 : 1
  })
}

function reportOf(issues: readonly Issue[], carried: CarriedOut) {
  const operation = carried.kind === 'done' ? carried.operation : null
  const fixed = new Set(operation?.items.filter(({ outcome }) => outcome === 'done').map(({ name }) => name))
  const isFixed = ({ items }: Issue): boolean =>
    items.length > 0 && items.every(({ sessionId }) => sessionId !== null && fixed.has(sessionId))
  return {
    status: operation?.status ?? unchangedStatus(carried),
    issues_found: issues.length,
    issues_fixed: issues.filter(isFixed).length,
    sessions_moved: fixed.size,
    operation,
  }
}

function unchangedStatus(carried: CarriedOut): string {
  if (carried.kind !== 'nothing') return 'declined'
  return carried.isFine ? 'nothing_to_do' : 'all_left_out'
}

function printReport(report: ReturnType<typeof reportOf>, carried: CarriedOut): void {
  if (carried.kind === 'nothing') print(carried.reason)
  for (const line of carried.kind === 'done' ? outcomeLines(carried.operation) : []) print(line)
  print()
  print('Recovery Report:')
  print(`Status: ${report.status}`)
  print(`Issues found: ${report.issues_found}`)
  print(`Issues fixed: ${report.issues_fixed}`)
  print(`Sessions moved: ${report.sessions_moved}`)
  if (report.operation?.undoable) print(`To take it back: trinitas undo ${report.operation.id}`)
}
