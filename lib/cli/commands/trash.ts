import { ask, YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION, namedOrAll } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import { AppError } from '#lib/errors.ts'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatTime } from '#lib/format/clock.ts'
import { formatKeeping } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import { CONSENT_WORDS } from '#lib/model/recovery.ts'

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

export const trashMove: Command = {
  name: 'trash move',
  usage: 'trash move <session…>',
  summary: 'move sessions that have ended to the trash, though nothing else holds their results',
  arity: 'any',
  options: { yes: YES_OPTION, json: JSON_OPTION },
  run(input) {
    const sessions = namedOrAll(input.arguments)
    if (sessions === null)
      throw new AppError('usage', 'Expected the ids of sessions: trinitas trash move <session…>')
    return changeHome(input, { action: 'trash_sessions', sessions }, 'Moved to the trash')
  },
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
  options: {
    expired: {
      type: 'boolean',
      help: 'only what has been there for as long as it is kept: 7 days, or keep-trash',
    },
    yes: { type: 'boolean', help: 'without asking, where "trash consent" was given for what is expired' },
    json: JSON_OPTION,
  },
  run: (input) => change(input, 'trash_purge', 'Removed for good'),
}

export const trashConsent: Command = {
  name: 'trash consent',
  usage: 'trash consent',
  summary: 'let what is past its retention in the trash go without asking each time; asks to type it',
  arity: 0,
  options: { withdraw: { type: 'boolean', help: 'ask again from now on' } },
  run: ({ config, options }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      if (options.withdraw) {
        recovery.setConsent(recovery.by, null)
        print('From now on nothing in the trash goes without being asked for.')
        return 0
      }
      if (!process.stdin.isTTY)
        throw new AppError('not_confirmed', 'Nothing was changed: this asks on a terminal.')
      recovery.setConsent(recovery.by, await ask(`Type "${CONSENT_WORDS}" to give this consent: `))
      print(
        `What has been in the trash for ${formatKeeping(config.retention.trash)} may go from now on. "trash consent --withdraw" ends that.`,
      )
      return 0
    }),
}

function change(
  input: CommandInput,
  action: 'trash_restore' | 'trash_purge',
  done: string,
): Promise<ExitCode> {
  const expired = input.options.expired === true ? { expired: true } : {}
  return changeHome(input, { action, entries: namedOrAll(input.arguments), ...expired }, done)
}
