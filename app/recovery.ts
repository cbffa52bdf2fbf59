import { AppError } from '#lib/errors.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Recovery } from '#lib/model/recovery.ts'

const KEY = Symbol.for('trinitas.recovery')

/** What changes the home, as the server made it. It meets the pages on `globalThis`, as the monitor does. */
export function getRecovery(): Recovery {
  const shared = globalThis as typeof globalThis & { [KEY]?: Recovery }
  const recovery = shared[KEY]
  if (!recovery)
    throw new Error('There is no recovery: pages are served by server.ts (npm start), not by next start.')
  return recovery
}

/** Issues with their snoozes, or without where the journal cannot be read: it is not what tells them. */
export function withSnoozes(issues: Issue[]): Issue[] {
  try {
    return getRecovery().withSnoozes(issues)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return issues
  }
}

/** Among the latest: what is older is on the page of recovery. */
const LATEST = 100

/** The operation that moved a session to failed/, while that can be undone; `null` where the journal tells of none. */
export function whoMoved(session: string): Operation | null {
  try {
    const moved = ({ action, undoable, items }: Operation): boolean =>
      (action === 'clean_up' || action === 'recover') &&
      undoable &&
      items.some(({ name, outcome }) => name === session && outcome === 'done')
    return getRecovery().operations(LATEST).find(moved) ?? null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return null
  }
}

/** Something for a part of a page, or the sentence that stands there instead: the rest of it can be read still. */
export type Shown<T> = { ok: true; value: T } | { ok: false; message: string }

export async function show<T>(read: () => T | Promise<T>): Promise<Shown<T>> {
  try {
    return { ok: true, value: await read() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ok: false, message: error.message }
  }
}
