import { AppError } from '#lib/errors.ts'
import { JOB_NAMES } from '#lib/format/schedule-words.ts'
import { type JobEntry, unitName } from './job-entry.ts'
import { onCalendar } from './on-calendar.ts'

export type Unit = { name: string; content: string }

/** A service and a timer for each job, for the user's own systemd. What was missed runs once the machine is up again. */
export function systemdUnits(entries: readonly JobEntry[]): Unit[] {
  return entries.flatMap((entry) => [serviceOf(entry), timerOf(entry)])
}

function serviceOf({ job, words }: JobEntry): Unit {
  // The colon keeps dollar signs as they are; with it there is nothing else to be replaced but specifiers.
  const lines = [
    '[Unit]',
    `Description=Trinitas: ${JOB_NAMES[job]}`,
    '',
    '[Service]',
    'Type=oneshot',
    `ExecStart=:${startable(words).map(quoteForUnit).join(' ')}`,
  ]
  return { name: `${unitName(job)}.service`, content: textOf(lines) }
}

function timerOf({ job, cron }: JobEntry): Unit {
  const lines = [
    '[Unit]',
    `Description=Trinitas: ${JOB_NAMES[job]}, "${cron}"`,
    '',
    '[Timer]',
    ...onCalendar(cron).map((time) => `OnCalendar=${time}`),
    'Persistent=true',
    'AccuracySec=1s',
    '',
    '[Install]',
    'WantedBy=timers.target',
  ]
  return { name: `${unitName(job)}.timer`, content: textOf(lines) }
}

/** The name of a program may hold no quotes (systemd.service(5)); ours is a script, which a shell takes by any name. */
const startable = (words: readonly string[]): readonly string[] =>
  words[0] !== undefined && PLAIN.test(words[0]) ? words : ['/bin/sh', ...words]

const PLAIN = /^[A-Za-z0-9_./:@+=,-]+$/

const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`

/** A word of a command line as systemd.syntax(7) has it: in double quotes, with % doubled since it begins a specifier. */
function quoteForUnit(word: string): string {
  if (word.includes('\0')) throw new AppError('usage', 'A path with a NUL is none.')
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
  return PLAIN.test(word) ? word : `"${escaped}"`
}
