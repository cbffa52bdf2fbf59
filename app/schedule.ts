import type { Schedule } from '#lib/model/job-run.ts'

const KEY = Symbol.for('trinitas.schedule')

/** The jobs, as the server made them. They meet the pages on `globalThis`, as the monitor does. */
export function getSchedule(): Schedule {
  const shared = globalThis as typeof globalThis & { [KEY]?: Schedule }
  const schedule = shared[KEY]
  if (!schedule)
    throw new Error('There is no schedule: pages are served by server.ts (npm start), not by next start.')
  return schedule
}
