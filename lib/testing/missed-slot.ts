import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createJournal } from '#lib/journal/journal.ts'
import type { Job } from '#lib/model/schedule.ts'
import type { TemporaryHome } from './temporary-home.ts'

const MINUTE_MS = 60_000

/**
 * Switches a job on as if that had been two hours ago, for a minute of each hour that was ten minutes ago and was missed;
 * returns its times as in a crontab. They stand in the config file.
 */
export function missedSlot(home: TemporaryHome, job: Job): string {
  const cron = `${new Date(Date.now() - 10 * MINUTE_MS).getMinutes()} * * * *`
  const directory = join(home.path, 'monitor')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(
    join(directory, 'config.jsonc'),
    JSON.stringify({ schedule: { [job]: { enabled: true, cron } } }),
  )
  const journal = createJournal(directory, () => Date.now() - 120 * MINUTE_MS)
  journal.jobRuns().switchOn(job, cron)
  journal.close()
  return cron
}
