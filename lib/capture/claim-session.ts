import { closeSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { systemErrorCode } from '#lib/errors.ts'
import { listNames } from '#lib/store/list-directory.ts'
import { type PinnedDirectory, pinDirectory } from '#lib/store/pinned-directory.ts'
import { identityOf, isAlive } from './agent-process.ts'
import { sessionName } from './safe-name.ts'

export type Claim = { [Symbol.dispose](): void }

/** Who does not get it by then leaves it to who has it, who looks again before going. */
const WAIT_MS = 2000
const AGAIN_MS = 15

/**
 * Claims the completion of a session for this process; `null` where another living one has it. A claim is a file that is
 * named by its process, its start and its boot, so that who died is known from the name and nobody's claim has to be
 * broken. Each makes its own and then looks for others: of two at once both may give way, and never both go on.
 */
export function claimSession(results: string, sessionId: string, waitMs = WAIT_MS): Claim | null {
  const untilMs = performance.now() + waitMs
  const directory = pinDirectory(results, 'running', { make: true })
  const prefix = `.claim-${sessionName(sessionId)}-`
  const own = `${prefix}${ownEnding()}`
  const release = (): void => rmSync(directory.at(own), { force: true })
  try {
    for (;;) {
      make(directory.at(own))
      if (!isClaimedByOthers(directory, prefix, own))
        return {
          [Symbol.dispose]() {
            release()
            directory.close()
          },
        }
      release()
      if (performance.now() > untilMs) break
      pause(AGAIN_MS * (0.5 + Math.random()))
    }
  } catch (error) {
    release()
    directory.close()
    throw error
  }
  directory.close()
  return null
}

function make(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    // Of a process of that number that was killed, where the system does not tell starts apart.
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}

function ownEnding(): string {
  const own = identityOf(process.pid)
  return own === null ? `${process.pid}` : `${own.pid}.${own.started}.${own.boot_id}`
}

function isClaimedByOthers(directory: PinnedDirectory, prefix: string, own: string): boolean {
  const others = (listNames(dirname(directory.at(own))) ?? []).filter(
    (name) => name !== own && name.startsWith(prefix),
  )
  return others.some((name) => {
    const ending = ENDING.exec(name.slice(prefix.length))
    // The session of a longer name, which begins as this one does.
    if (ending === null) return false
    const [, pid, started, boot] = ending
    if (isHeld(Number(pid), started === undefined ? null : Number(started), boot ?? '')) return true
    rmSync(directory.at(name), { force: true })
    return false
  })
}

const ENDING = /^(\d+)(?:\.(\d+)\.([0-9a-f-]+))?$/

/** Of another boot, or where the system does not tell, a number that answers is a process that lives. */
function isHeld(pid: number, started: number | null, boot: string): boolean {
  if (started !== null) return isAlive({ pid, started, boot_id: boot }) === true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

function pause(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs)
}
