import type { Config } from '#lib/config.ts'
import type { Monitor } from '#lib/monitor.ts'
import type { AlertWatch } from './alert-watch.ts'
import type { LiveConfig } from './live-config.ts'
import { type OpenRecovery, termsOf } from './open-recovery.ts'

/** Whatever goes by settings while the server runs. */
export type SettingsFollowers = {
  monitor: Pick<Monitor, 'reconfigure'>
  recovery: Pick<OpenRecovery, 'reconfigure'>
  alerts: Pick<AlertWatch, 'reconfigure'>
  /** What runs by itself; its own module stands above this one. */
  schedule: { reschedule(config: Config): void }
}

/** Puts each configuration that comes into force into whatever goes by it. */
export function followSettings(
  live: LiveConfig,
  { monitor, recovery, alerts, schedule }: SettingsFollowers,
): void {
  live.onChange((config) => {
    monitor.reconfigure(config)
    recovery.reconfigure(termsOf(config))
    alerts.reconfigure(config.alerts)
    schedule.reschedule(config)
  })
}
