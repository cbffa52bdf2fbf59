import { type Command, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { readTime } from '#lib/cli/read-time.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import { AppError } from '#lib/errors.ts'
import { formatTime } from '#lib/format/clock.ts'
import { printable } from '#lib/format/printable.ts'
import { ISSUE_TYPES, type IssueType } from '#lib/model/issue.ts'

const DAY_MS = 86_400_000

export const snooze: Command = {
  name: 'snooze',
  usage: 'snooze <issue>',
  summary: 'say nothing of a kind of issue for a while, such as loose_permissions',
  arity: 1,
  options: {
    for: { type: 'string', value: 'TIME', help: 'for how long (1d)' },
    wake: { type: 'boolean', help: 'speak of it again from now on' },
    json: JSON_OPTION,
  },
  run: ({ config, options, arguments: [name = ''] }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      const type = readType(name)
      const forMs = readTime('--for', options.for) ?? DAY_MS
      const untilMs = options.wake ? null : Date.now() + forMs
      recovery.snooze(recovery.by, type, untilMs)
      const until = untilMs === null ? null : new Date(untilMs).toISOString()
      if (options.json) printJson({ issue: type, snoozedUntil: until })
      else
        print(
          untilMs === null
            ? `${type} is spoken of again.`
            : `${type} is snoozed until ${formatTime(untilMs)}.`,
        )
      return 0
    }),
}

function readType(name: string): IssueType {
  const type = ISSUE_TYPES.find((known) => known === name)
  if (type !== undefined) return type
  throw new AppError(
    'usage',
    `There is no issue "${printable(name)}": expected one of ${ISSUE_TYPES.join(', ')}.`,
  )
}
