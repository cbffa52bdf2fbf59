import { carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { printOperation } from '#lib/cli/print-operation.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'

type Action = 'fix_hooks' | 'fix_permissions' | 'free_space'

const OPTIONS = { yes: YES_OPTION, json: JSON_OPTION }

export const fixHooks: Command = {
  name: 'fix hooks',
  usage: 'fix hooks',
  summary: 'make the critical hooks executable, and say what is missing',
  arity: 0,
  options: OPTIONS,
  run: (input) => fix(input, 'fix_hooks', 'Made executable'),
}

export const fixPermissions: Command = {
  name: 'fix permissions',
  usage: 'fix permissions',
  summary: 'close the home and the results to other users: modes 600 and 700',
  arity: 0,
  options: OPTIONS,
  run: (input) => fix(input, 'fix_permissions', 'Closed to others'),
}

export const freeSpace: Command = {
  name: 'free-space',
  usage: 'free-space',
  summary: 'compress and rotate logs, and move results past their retention to the trash',
  arity: 0,
  options: OPTIONS,
  run: (input) => fix(input, 'free_space', 'Done with'),
}

function fix({ config, options }: CommandInput, action: Action, done: string): Promise<ExitCode> {
  return withRecovery(config, async ({ recovery }) => {
    const carried = await carryOut({
      recovery,
      request: { action },
      yes: options.yes === true,
      quiet: options.json === true,
      yesOption: '--yes',
    })
    return printOperation(carried, { json: options.json === true, done })
  })
}
