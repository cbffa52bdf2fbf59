import type { Monitor } from '#lib/monitor.ts'

const KEY = Symbol.for('trinitas.monitor')

/** The monitor that the server made. Pages are bundled apart from it, so the two meet on `globalThis`. */
export function getMonitor(): Monitor {
  const shared = globalThis as typeof globalThis & { [KEY]?: Monitor }
  const monitor = shared[KEY]
  if (!monitor)
    throw new Error('There is no monitor: pages are served by server.ts (npm start), not by next start.')
  return monitor
}
