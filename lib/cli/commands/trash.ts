import { carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { printOperation } from '#lib/cli/print-operation.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatTime } from '#lib/format/clock.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'

export const trashList: Command = {
  name: 'trash list',
  usage: 'trash list',
  summary: 'what lies in the trash, by the operation that put it there',
  arity: 0,
  options: { json: JSON_OPTION },
  run: ({ config, options }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      const trash = recovery.trash()
      if (options.json) {
        printJson({
          trash: trash.map(({ trashedAtMs, ...entry }) => ({
            ...entry,
            trashedAt: new Date(trashedAtMs).toISOString(),
          })),
        })
        return 0
      }
      print(heading('Trash'))
      if (trash.length === 0) print('It is empty.')
      for (const { id, trashedAtMs, files, sizeBytes } of trash)
        print(
          `${printable(id)}  ${formatTime(trashedAtMs)}  ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}`,
        )
      return 0
    }),
}

export const trashRestore: Command = {
  name: 'trash restore',
  usage: 'trash restore [operation…]',
  summary: 'put what lies in the trash back to where it lay; all of it, or that of some operations',
  arity: 'any',
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run: (input) => change(input, 'trash_restore', 'Restored'),
}

export const trashPurge: Command = {
  name: 'trash purge',
  usage: 'trash purge [operation…]',
  summary: 'remove what lies in the trash for good; asks to type it, on a terminal only',
  arity: 'any',
  options: { json: JSON_OPTION },
  run: (input) => change(input, 'trash_purge', 'Removed for good'),
}

function change(
  { config, options, arguments: entries }: CommandInput,
  action: 'trash_restore' | 'trash_purge',
  done: string,
): Promise<ExitCode> {
  return withRecovery(config, async ({ recovery }) => {
    const json = options.json === true
    const carried = await carryOut({
      recovery,
      request: { action, entries: entries.length === 0 ? null : [...entries] },
      yes: options.yes === true,
      quiet: json,
      yesOption: '--yes',
    })
    return printOperation(carried, { json, done })
  })
}
