import { AppError } from '#lib/errors.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import type { JobEntry } from './job-entry.ts'

/**
 * The lines of a crontab. cron itself ends a command at a percent sign unless a backslash is before it, and its versions do
 * not agree on other backslashes (crontab(5)); so quotes are written without any. Throws `AppError('usage')` where a path
 * holds what no crontab can.
 */
export function cronLines(entries: readonly JobEntry[]): string[] {
  return entries.map(({ cron, words }) => `${cron} ${words.map(quoteForCron).join(' ')} > /dev/null`)
}

function quoteForCron(word: string): string {
  if (/[\\\n\r\0]/.test(word))
    throw new AppError(
      'usage',
      `${JSON.stringify(word)} holds a backslash or a line break, which no crontab takes for certain: expected a path without. Print entries for systemd, or let a link without them lead there.`,
    )
  if (/^--[a-z-]+$/.test(word)) return word
  return quoteForShell(word).replaceAll(`'\\''`, `'"'"'`).replaceAll('%', '\\%')
}
