import { carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { printOperation } from '#lib/cli/print-operation.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'

export const undo: Command = {
  name: 'undo',
  usage: 'undo <operation>',
  summary: 'take an operation back: paths, bytes, modes and times are as they were',
  arity: 1,
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run: ({ config, options, arguments: [operation = ''] }) =>
    withRecovery(config, async ({ recovery }) => {
      const quiet = options.json === true
      const carried = await carryOut({
        recovery,
        request: { action: 'undo', operation },
        yes: options.yes === true,
        quiet,
        yesOption: '--yes',
      })
      return printOperation(carried, { json: quiet, done: 'Taken back' })
    }),
}
