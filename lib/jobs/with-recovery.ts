import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import { createMonitor, type Monitor, type OpenRecovery, openRecovery } from '#lib/monitor.ts'

export type Opened = {
  recovery: OpenRecovery
  monitor: () => Monitor
  /** What was read is read anew when it is next asked for: something has changed. */
  renew(): Promise<void>
}

type Options = {
  config: Config
  /** The journal of whoever has one open; it is closed by him. */
  journal?: Journal
  /** Told why what a crash left cannot be ended now. */
  warn: (message: string) => void
}

/** Ends what a crash left, opens what changes a home, and reads the home once something is asked of it. */
export async function withRecovery<T>(
  { config, journal, warn }: Options,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  let opened: Monitor | null = null
  const monitor = (): Monitor => {
    opened ??= createMonitor(config, { watch: false })
    return opened
  }
  const recovery = openRecovery(config, monitor, journal ?? null)
  try {
    await resumeWherePossible(recovery, warn)
    const renew = async (): Promise<void> => {
      await closeIfOpen(opened)
      opened = null
    }
    return await work({ recovery, monitor, renew })
  } finally {
    await closeIfOpen(opened)
    if (journal === undefined) recovery.close()
  }
}

/** What cannot be ended now keeps nobody from reading, nor from changing something else. */
async function resumeWherePossible(recovery: OpenRecovery, warn: Options['warn']): Promise<void> {
  try {
    await recovery.resume(recovery.by)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    warn(error.message)
  }
}

async function closeIfOpen(monitor: Monitor | null): Promise<void> {
  await monitor?.close()
}
