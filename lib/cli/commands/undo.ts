import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, JSON_OPTION } from '#lib/cli/command.ts'

export const undo: Command = {
  name: 'undo',
  usage: 'undo <operation>',
  summary: 'take an operation back: paths, bytes, modes and times are as they were',
  arity: 1,
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run: (input) => {
    const [operation = ''] = input.arguments
    return changeHome(input, { action: 'undo', operation }, 'Taken back')
  },
}
