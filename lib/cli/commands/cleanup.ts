import { carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, JSON_OPTION, namedOrAll } from '#lib/cli/command.ts'
import { outcomeLines } from '#lib/cli/plan-lines.ts'
import { heading, print, printJson, styled } from '#lib/cli/print.ts'
import { readTime } from '#lib/cli/read-time.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'

export const cleanup: Command = {
  name: 'cleanup',
  usage: 'cleanup [session…]',
  summary:
    'move stale sessions to failed/, whole; those that are named, or all that were quiet for long enough',
  arity: 'any',
  options: {
    'older-than': {
      type: 'string',
      value: 'TIME',
      help: 'quiet for at least this long (2h, or cleanup-after)',
    },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: ({ config, options, arguments: sessions }) =>
    withRecovery(config, async ({ recovery }) => {
      const quietForMs = readTime('--older-than', options['older-than']) ?? config.cleanupAfterMs
      const quiet = options.json === true
      if (!quiet) print(heading('Cleanup Stale Sessions'))
      const carried = await carryOut({
        recovery,
        request: { action: 'clean_up', sessions: namedOrAll(sessions), quietForMs },
        yes: options.yes === true,
        quiet,
        yesOption: '--yes',
      })
      const operation = carried.kind === 'done' ? carried.operation : null
      const cleaned = operation?.items.filter(({ outcome }) => outcome === 'done').length ?? 0
      if (quiet) printJson({ cleaned, operation, reason: carried.kind === 'nothing' ? carried.reason : null })
      else {
        if (carried.kind === 'nothing') print(carried.reason)
        if (carried.kind === 'declined') print('Nothing was changed.')
        for (const line of operation ? outcomeLines(operation) : []) print(line)
        print(styled('green', `Cleaned ${cleaned} stale sessions`))
        if (operation?.undoable) print(`To take it back: trinitas undo ${operation.id}`)
      }
      if (carried.kind === 'nothing') return carried.isFine ? 0 : 1
      return operation?.status === 'done' ? 0 : 1
    }),
}
