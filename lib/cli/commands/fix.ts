import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'

export const fixHooks = fixCommand('fix hooks', {
  action: 'fix_hooks',
  summary: 'restore critical hooks that are missing, and make those that are there executable',
  done: 'Fixed',
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
