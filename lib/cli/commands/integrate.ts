import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, JSON_OPTION, namedOrAll } from '#lib/cli/command.ts'

export const integrate: Command = {
  name: 'integrate',
  usage: 'integrate [session…]',
  summary: 'merge the results of sessions into integrated/: those that are named, or all that never were',
  arity: 'any',
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run: (input) =>
    changeHome(input, { action: 'integrate', sessions: namedOrAll(input.arguments) }, 'Integrated'),
}
