import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { ImportReport } from '#lib/model/imported-run.ts'
import { heading, styled } from './print.ts'

const UNREADABLE_SHOWN = 10

/** What an import found and did. */
export function importLines(report: ImportReport): string[] {
  const { from, dryRun, transcripts, runs, brokenLines } = report
  const of = (count: number, what: string): string[] => (count > 0 ? [`${formatCount(count)} ${what}`] : [])
  const parts = [
    `${formatCount(transcripts.read)} read`,
    ...of(transcripts.unchanged, 'unchanged'),
    ...of(transcripts.older, 'older'),
    ...of(transcripts.leftForLater, 'left for later'),
    ...of(transcripts.unreadable, 'unreadable'),
  ]
  return [
    heading('Import'),
    `Transcripts in ${printable(from)}: ${formatCount(transcripts.found)} (${parts.join(', ')})`,
    `Runs: ${formatCount(runs.found)}`,
    `${dryRun ? 'Would be imported' : 'Imported'}: ${formatCount(runs.imported)}`,
    ...(runs.updated > 0 ? [`Gone on since: ${formatCount(runs.updated)}`] : []),
    `Already there: ${formatCount(runs.alreadyThere)}`,
    ...(brokenLines > 0 ? [`Lines that cannot be read: ${formatCount(brokenLines)}`] : []),
    ...(transcripts.leftForLater > 0
      ? [
          `${formatQuantity(transcripts.leftForLater, 'transcript')} of sessions that are at work: run this again once they have ended.`,
        ]
      : []),
    ...unreadableLines(report),
  ]
}

function unreadableLines({ transcripts, unreadable }: ImportReport): string[] {
  const shown = unreadable.slice(0, UNREADABLE_SHOWN)
  const more = transcripts.unreadable - shown.length
  return [
    ...shown.map(({ path, reason }) => styled('yellow', `⚠️  ${printable(path)}: ${printable(reason)}`)),
    ...(more > 0 ? [`… and ${formatCount(more)} more`] : []),
  ]
}

/** Where runs are to be seen for which no result files are written; nothing where none came. */
export const whereLines = ({ dryRun, runs }: ImportReport): string[] =>
  dryRun || runs.imported + runs.updated === 0
    ? []
    : [
        'The Performance page and `trinitas export` have them; `trinitas performance` counts result files, which `trinitas import --results` writes.',
      ]
