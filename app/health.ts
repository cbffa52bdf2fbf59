import type { Health } from '#lib/monitor.ts'

const KEY = Symbol.for('trinitas.health')

/** The health of the home, as the server made it. It meets the pages on `globalThis`, as the monitor does. */
export function getHealth(): Health {
  const shared = globalThis as typeof globalThis & { [KEY]?: Health }
  const health = shared[KEY]
  if (!health)
    throw new Error('There is no health: pages are served by server.ts (npm start), not by next start.')
  return health
}
