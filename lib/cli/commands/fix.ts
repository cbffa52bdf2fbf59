import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'

export const fixHooks = fixCommand('fix hooks', {
  action: 'fix_hooks',
  summary: 'make the critical hooks executable, and say what is missing',
  done: 'Made executable',
})

export const fixPermissions = fixCommand('fix permissions', {
  action: 'fix_permissions',
  summary: 'close the home and the results to other users: modes 600 and 700',
  done: 'Closed to others',
})

type Fix = {
  action: 'fix_hooks' | 'fix_permissions'
  summary: string
  /** What was done to so many files, as the beginning of a line. */
  done: string
}

/** A command that asks for nothing but to be confirmed. */
function fixCommand(name: string, { action, summary, done }: Fix): Command {
  return {
    name,
    usage: name,
    summary,
    arity: 0,
    options: { yes: YES_OPTION, json: JSON_OPTION },
    run: (input) => changeHome(input, { action }, done),
  }
}
