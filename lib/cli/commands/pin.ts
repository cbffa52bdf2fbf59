import { type Command, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import { formatTime } from '#lib/format/clock.ts'
import { printable } from '#lib/format/printable.ts'

export const pin: Command = {
  name: 'pin',
  usage: 'pin <session>',
  summary: 'keep a session whatever its age; unpin ends that',
  arity: 1,
  options: { json: JSON_OPTION },
  run: ({ config, options, arguments: [id = ''] }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      await recovery.setPin(recovery.by, id, true)
      if (options.json) printJson({ session: id, pinned: true })
      else print(`${printable(id)} is kept until somebody unpins it.`)
      return 0
    }),
}

export const unpin: Command = {
  name: 'unpin',
  usage: 'unpin <session>',
  summary: 'let a session go when its time is over, as any other',
  arity: 1,
  options: { json: JSON_OPTION },
  run: ({ config, options, arguments: [id = ''] }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      const wasPinned = recovery.pin(id) !== null
      await recovery.setPin(recovery.by, id, false)
      if (options.json) printJson({ session: id, pinned: false })
      else print(wasPinned ? `${printable(id)} is not pinned any more.` : `${printable(id)} was not pinned.`)
      return 0
    }),
}

export const pinList: Command = {
  name: 'pin list',
  usage: 'pin list',
  summary: 'sessions that are kept whatever their age, and who says so',
  arity: 0,
  options: { json: JSON_OPTION },
  run: ({ config, options }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      const pins = recovery.pins()
      if (options.json) {
        printJson({
          pins: pins.map(({ sessionId, user, pinnedAtMs }) => ({
            session: sessionId,
            user,
            pinnedAt: new Date(pinnedAtMs).toISOString(),
          })),
        })
        return 0
      }
      print(heading('Kept Sessions'))
      if (pins.length === 0) print('No session is pinned.')
      for (const { sessionId, user, pinnedAtMs } of pins)
        print(`${printable(sessionId)}  ${formatTime(pinnedAtMs)}  ${printable(user)}`)
      return 0
    }),
}
