import { carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { printOperation } from '#lib/cli/print-operation.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'

export const integrate: Command = {
  name: 'integrate',
  usage: 'integrate [session…]',
  summary: 'merge the results of sessions into integrated/: those that are named, or all that never were',
  arity: 'any',
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run: ({ config, options, arguments: sessions }) =>
    withRecovery(config, async ({ recovery }) => {
      const carried = await carryOut({
        recovery,
        request: { action: 'integrate', sessions: sessions.length === 0 ? null : [...sessions] },
        yes: options.yes === true,
        quiet: options.json === true,
        yesOption: '--yes',
      })
      return printOperation(carried, { json: options.json === true, done: 'Integrated' })
    }),
}
