import type { Config } from '#lib/config.ts'
import { type Opened, withRecovery as openAndWork } from '#lib/jobs/with-recovery.ts'

export type { Opened } from '#lib/jobs/with-recovery.ts'

/** Ends what a crash left, opens what changes a home, and reads the home once something is asked of it. */
export function withRecovery<T>(config: Config, work: (opened: Opened) => Promise<T>): Promise<T> {
  return openAndWork({ config, warn: (message) => process.stderr.write(`${message}\n`) }, work)
}
