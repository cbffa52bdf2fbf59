import type { Settings } from '#lib/monitor.ts'

const KEY = Symbol.for('trinitas.settings')

/** The settings, as the server made them. They meet the pages on `globalThis`, as the monitor does. */
export function getSettings(): Settings {
  const shared = globalThis as typeof globalThis & { [KEY]?: Settings }
  const settings = shared[KEY]
  if (!settings)
    throw new Error('There are no settings: pages are served by server.ts (npm start), not by next start.')
  return settings
}
