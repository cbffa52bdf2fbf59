import { closeSync, openSync, rmSync } from 'node:fs'
import { type PinnedDirectory, pinDirectory } from '#lib/store/pinned-directory.ts'
import { claimName, isHeld } from './process-mark.ts'
import { namesIn } from './read-small-file.ts'
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
  const own = claimName(sessionName(sessionId))
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
  closeSync(openSync(path, 'w', 0o600))
}

function isClaimedByOthers(directory: PinnedDirectory, prefix: string, own: string): boolean {
  const others = namesIn(directory).filter((name) => name !== own && name.startsWith(prefix))
  return others.some((name) => {
    const mark = name.slice(prefix.length)
    // That of a session whose name begins as this one does.
    if (!MARK.test(mark)) return false
    if (isHeld(mark, directory.at(name))) return true
    rmSync(directory.at(name), { force: true })
    return false
  })
}

const MARK = /^\d+\.\d+\.[0-9a-f]+$/

function pause(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs)
}
