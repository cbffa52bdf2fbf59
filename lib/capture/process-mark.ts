import { lstatSync, rmSync } from 'node:fs'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { identityOf, isAlive, type ProcessIdentity } from './agent-process.ts'
import { namesIn } from './read-small-file.ts'

/**
 * A process in the name of a file: `<pid>.<start>.<realm>`. The realm is a part of a hash of the boot and of where its
 * numbers count, since processes of another container are not to be seen and are not dead for that; it keeps no secret.
 */
export function ownMark(): string {
  own ??= markOf(process.pid)
  return own
}

let own: string | undefined

function markOf(pid: number): string {
  const identity = identityOf(pid)
  return identity === null ? `${pid}.0.${UNTOLD}` : `${pid}.${identity.started}.${realmOf(identity)}`
}

/** The realm of systems that do not tell. */
const UNTOLD = '0'

function realmOf({ boot_id, pid_namespace }: ProcessIdentity): string {
  const hash = (text: string, seed: number): number =>
    [...text].reduce((sum, char) => Math.imul(sum ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0, seed)
  return [0x811c9dc5, 0x1234567]
    .map((seed) => hash(`${boot_id} ${pid_namespace ?? ''}`, seed).toString(16))
    .join('')
}

/** Of which it is not known whether it lives, it is taken to as long as its file is so young. */
const UNKNOWN_LIMIT_MS = 60_000

/** Whether the process of a mark lives, as far as its file at `path` is concerned. */
export function isHeld(mark: string, path: string): boolean {
  const [pid = '', started = '', realm = ''] = mark.split('.')
  const identity = identityOf(process.pid)
  if (identity !== null && realm === realmOf(identity))
    return isAlive({ pid: Number(pid), started: Number(started), boot_id: identity.boot_id }) === true
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat !== undefined && Date.now() - stat.mtimeMs < UNKNOWN_LIMIT_MS
}

/** A file that is being written, by its process and a number: `.capture-<mark>-<n>.part`. */
const PART = /^\.capture-([\d.a-f]+)-\d+\.part$/
let count = 0

export function partName(): string {
  count += 1
  return `.capture-${ownMark()}-${count}.part`
}

export const claimName = (session: string): string => `.claim-${session}-${ownMark()}`
const CLAIM = /^\.claim-.+-(\d+\.\d+\.[0-9a-f]+)$/

/** Takes away what killed hooks were writing, and what they had claimed. */
export function removeDeadParts(directory: PinnedDirectory): void {
  for (const name of namesIn(directory)) {
    const mark = (PART.exec(name) ?? CLAIM.exec(name))?.[1]
    if (mark !== undefined && !isHeld(mark, directory.at(name))) rmSync(directory.at(name), { force: true })
  }
}
