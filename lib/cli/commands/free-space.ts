import { carryOut, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { printOperation } from '#lib/cli/print-operation.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import type { Config } from '#lib/config.ts'
import { formatKeeping } from '#lib/format/duration.ts'
import { formatCount } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import { KIND_NAMES, partWords, retentionSentence, trashWords } from '#lib/format/retention-words.ts'
import { RETENTION_KINDS, type RetentionPreview } from '#lib/model/retention.ts'
import { slotsOf } from '#lib/schedule/slots.ts'

export const freeSpace: Command = {
  name: 'free-space',
  usage: 'free-space',
  summary: 'compress and rotate logs, and move what is past its retention to the trash',
  arity: 0,
  options: {
    preview: { type: 'boolean', help: 'only print what it would remove, by kinds, and what it leaves alone' },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: ({ config, options }) =>
    withRecovery<ExitCode>(config, async ({ recovery }) => {
      const json = options.json === true
      if (options.preview === true || !json) {
        const preview = await recovery.previewRetention()
        if (json) printJson(preview)
        else {
          const next = nextCleanUp(config)
          for (const line of linesOf(preview, next, options.preview === true)) print(line)
        }
        if (options.preview === true) return 0
      }
      const yes = options.yes === true
      const request = { action: 'free_space' } as const
      const carried = await carryOut({ recovery, request, yes, quiet: json, yesOption: '--yes' })
      return printOperation(carried, { json, done: 'Done with' })
    }),
}

/** When a clean-up is next due by itself; `null` where it is off. */
function nextCleanUp({ schedule: { clean_up } }: Config): number | null {
  return clean_up.enabled ? slotsOf(clean_up.cron).next(Date.now()) : null
}

/** What is left alone stands in the plan too, which follows unless this is all. */
function linesOf(preview: RetentionPreview, nextAtMs: number | null, isAll: boolean): string[] {
  const { kept, keptMore } = preview
  return [
    heading('Retention'),
    ...RETENTION_KINDS.map((kind) => lineOf(kind, preview)),
    ...(isAll ? kept.map(({ name, reason }) => `Left alone: ${printable(name)}. ${printable(reason)}`) : []),
    ...(isAll && keptMore > 0 ? [`… and ${formatCount(keptMore)} more`] : []),
    // Asked for now, it is what this run would do, whenever the next one is.
    retentionSentence(preview, isAll ? nextAtMs : null),
    '',
  ]
}

function lineOf(
  kind: (typeof RETENTION_KINDS)[number],
  { retention, parts, consented }: RetentionPreview,
): string {
  const part = parts.find((one) => one.kind === kind)
  const what = part === undefined ? 'nothing to remove' : partWords(part)
  const note = part !== undefined && kind === 'trash' ? `; ${trashWords(consented)}` : ''
  return `${KIND_NAMES[kind]}, kept for ${formatKeeping(retention[kind])}: ${what}${note}`
}
