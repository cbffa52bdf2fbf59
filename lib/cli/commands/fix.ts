import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'

export const fixHooks: Command = {
  name: 'fix hooks',
  usage: 'fix hooks',
  summary: 'restore critical hooks that are missing, and make those that are there executable',
  arity: 0,
  options: {
    'replace-old': {
      type: 'boolean',
      help: "exchange the original's hooks, and hooks/monitoring/ that crontabs call, for those of this program",
    },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: (input) => {
    const old = input.options['replace-old'] === true ? 'replace' : 'keep'
    return changeHome(input, { action: 'fix_hooks', old }, 'Fixed')
  },
}

export const fixPermissions: Command = {
  name: 'fix permissions',
  usage: 'fix permissions',
  summary: 'close the home and the results to other users: modes 600 and 700',
  arity: 0,
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run: (input) => changeHome(input, { action: 'fix_permissions' }, 'Closed to others'),
}
