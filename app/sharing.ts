import type { Sharing } from '#lib/monitor.ts'

const KEY = Symbol.for('trinitas.sharing')

/** Who is let in and what is shared, as the server made it. It meets the pages on `globalThis`, as the monitor does. */
export function getSharing(): Sharing {
  const shared = globalThis as typeof globalThis & { [KEY]?: Sharing }
  const sharing = shared[KEY]
  if (!sharing)
    throw new Error('There is no sharing: pages are served by server.ts (npm start), not by next start.')
  return sharing
}
