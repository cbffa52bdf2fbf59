import { ask, YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { jobWords } from '#lib/cli/job-words.ts'
import { planLines } from '#lib/cli/plan-lines.ts'
import { heading, print, printJson } from '#lib/cli/print.ts'
import { runLine, scheduleLines } from '#lib/cli/schedule-lines.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { formatTime } from '#lib/format/clock.ts'
import { printable } from '#lib/format/printable.ts'
import { callerWords, JOB_SENTENCES } from '#lib/format/schedule-words.ts'
import { requestsOf } from '#lib/jobs/job-requests.ts'
import { type JobAsk, runJob, SCHEDULE } from '#lib/jobs/run-job.ts'
import type { RanOnce } from '#lib/jobs/run-once.ts'
import { readSchedule } from '#lib/jobs/view-schedule.ts'
import type { JobRun } from '#lib/model/job-run.ts'
import { isJob, JOBS, type Job } from '#lib/model/schedule.ts'
import { ownUser, planOrReason } from '#lib/monitor.ts'
import { cronLines } from '#lib/schedule/cron-lines.ts'
import { slotsOf } from '#lib/schedule/slots.ts'
import { systemdUnits, type Unit } from '#lib/schedule/systemd-units.ts'

export const schedule: Command = {
  name: 'schedule',
  usage: 'schedule',
  summary: 'the jobs: whether each is on, when it runs next, how its last run ended, and why one waits',
  arity: 0,
  options: { json: JSON_OPTION },
  async run({ config, options }) {
    const view = readSchedule(config)
    if (options.json) printJson(view)
    else for (const line of scheduleLines(view)) print(line)
    const needsNobody = view.jobs.every(
      ({ last, waits }) => waits === null && (last === null || last.outcome === 'done'),
    )
    return needsNobody ? 0 : 1
  },
}

export const scheduleRun: Command = {
  name: 'schedule run',
  usage: 'schedule run <job>',
  summary: 'run a job for its due time, as cron does: once, whoever comes first',
  arity: 1,
  options: {
    now: { type: 'boolean', help: 'run it out of turn, by hand; ends the waiting of retention' },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  async run(input) {
    const { config, options } = input
    const asked = await askOf(input, readJob(input.arguments[0]))
    const warn = (message: string): void => void process.stderr.write(`${message}\n`)
    const ran = await runJob(config, asked, { warn })
    if (options.json) printJson({ ran: ran.kind === 'ran', run: ran.run })
    else printRan(ran)
    return needsNobody(ran) ? 0 : 1
  },
}

async function askOf({ config, options }: CommandInput, job: Job): Promise<JobAsk> {
  if (options.now === true) {
    if (job !== 'health_check' && options.yes !== true) await confirm(config, job)
    return { job, caller: 'person', by: ownUser(), slotAtMs: null }
  }
  const { cron } = config.schedule[job]
  const slotAtMs = slotsOf(cron).meant(Date.now())
  if (slotAtMs === null)
    throw new AppError('usage', `"${cron}" is never due: expected another time in the config file, or --now.`)
  return { job, caller: 'command', by: SCHEDULE, slotAtMs }
}

/** What a person lets run out of turn is confirmed, as every other change is. */
async function confirm(config: Config, job: Job): Promise<void> {
  if (!process.stdin.isTTY)
    throw new AppError(
      'not_confirmed',
      'Nothing was changed: this asks on a terminal. Or say so beforehand with --yes.',
    )
  for (const line of await planned(config, job)) process.stderr.write(`${line}\n`)
  const answer = await ask('Do this? [y/N] ')
  if (!/^y(?:es)?$/i.test(answer)) throw new AppError('not_confirmed', 'Nothing was changed.')
}

/** What it would do as things are; it is planned anew for the run. */
function planned(config: Config, job: Job): Promise<string[]> {
  return withRecovery(config, async ({ recovery, monitor }) => {
    const { recoverAfterMs } = config
    const source = { recovery, recoverAfterMs, issues: () => monitor().issues() }
    const lines = [JOB_SENTENCES[job]]
    for (const request of await requestsOf(job, source)) {
      const plan = await planOrReason({ recovery, by: recovery.by, request })
      lines.push(heading(request.action), ...('kind' in plan ? [printable(plan.reason)] : planLines(plan)))
    }
    return lines
  })
}

/** What needs somebody goes to standard error: of what cron calls, that is mailed. */
function printRan(ran: RanOnce): void {
  const line = ran.kind === 'ran' ? runLine(ran.run) : beforeWords(ran)
  if (needsNobody(ran)) print(line)
  else process.stderr.write(`${line}\n`)
}

const needsNobody = (ran: RanOnce): boolean =>
  ran.kind === 'ran' ? isFine(ran.run) : ran.run?.outcome !== 'failed'

const isFine = ({ outcome, retention }: JobRun): boolean => outcome === 'done' && retention !== 'waited'

function beforeWords({ kind, run }: RanOnce): string {
  if (run === null) return 'It is running already.'
  if (run.outcome === 'failed') return failedWords(run)
  const what = kind === 'before' ? 'It ran already' : 'It is running already, since'
  return `${what} at ${formatTime(run.startedAtMs)}, ${callerWords(run)}.`
}

/** Its due time is claimed: only a person lets it run again before the next. */
function failedWords({ job, attempts, startedAtMs, summary }: JobRun): string {
  const failed =
    attempts > 1 ? 'It failed twice at its due time, the last time' : 'It failed at its due time already,'
  return `${failed} at ${formatTime(startedAtMs)}: ${printable(summary)} Run it by hand: trinitas schedule run ${job} --now`
}

export const schedulePrint: Command = {
  name: 'schedule print',
  usage: 'schedule print [job…]',
  summary:
    'entries that run the jobs from cron or systemd instead of the dashboard, at the times of the config file',
  arity: 'any',
  options: {
    cron: { type: 'boolean', help: 'lines for "crontab -e"' },
    systemd: { type: 'boolean', help: 'a service and a timer each, for ~/.config/systemd/user' },
    json: JSON_OPTION,
  },
  async run(input): Promise<ExitCode> {
    const { config, options } = input
    if ((options.cron === true) === (options.systemd === true))
      throw new AppError('usage', 'Expected --cron or --systemd.')
    const jobs = input.arguments.length === 0 ? JOBS : input.arguments.map(readJob)
    const entries = jobs.map((job) => ({
      job,
      cron: config.schedule[job].cron,
      words: jobWords(job, input),
    }))
    if (options.cron) {
      const lines = cronLines(entries)
      if (options.json) printJson({ lines })
      else printCron(lines)
    } else {
      const units = systemdUnits(entries)
      if (options.json) printJson({ units })
      else printUnits(units)
    }
    return 0
  },
}

function printCron(lines: readonly string[]): void {
  print('# Trinitas: put these lines into "crontab -e".')
  for (const line of lines) print(line)
}

function printUnits(units: readonly Unit[]): void {
  const timers = units.map(({ name }) => name).filter((name) => name.endsWith('.timer'))
  print('# Each part is a file of ~/.config/systemd/user, with the name above it. Then:')
  print(`# systemctl --user daemon-reload && systemctl --user enable --now ${timers.join(' ')}`)
  for (const { name, content } of units) {
    print()
    print(`# ${name}`)
    print(content.trimEnd())
  }
}

function readJob(name: string | undefined): Job {
  if (name !== undefined && isJob(name)) return name
  throw new AppError('usage', `There is no job "${printable(name ?? '')}": expected ${JOBS.join(', ')}.`)
}
