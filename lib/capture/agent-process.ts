import { readFileSync, readlinkSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

/** A process that no other is taken for: numbers are used again, but not with the same start in the same boot. */
export type ProcessIdentity = {
  pid: number
  /** Clock ticks since boot, as /proc/<pid>/stat has them. */
  started: number
  boot_id: string
  /** As the system names it; who looks from another one does not see the process, though it lives. */
  pid_namespace: string | null
}

/** A tree of processes is not deeper in practice; one that is, is not waited for. */
const ANCESTORS_LIMIT = 32

/** The program of the agent: the nearest ancestor that is no shell. `null` where the system does not tell. */
export function findAgentProcess(): ProcessIdentity | null {
  let pid = process.ppid
  for (let level = 0; level < ANCESTORS_LIMIT && pid > 1; level += 1) {
    const stat = readStat(pid)
    if (stat === null) return null
    if (!SHELLS.has(stat.name)) return identityOf(pid)
    pid = stat.parent
  }
  return null
}

/** The login shells carry a dash before their name. */
const SHELLS: ReadonlySet<string> = new Set(
  ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'fish', 'busybox', 'trinitas-hook'].flatMap((name) => [
    name,
    `-${name}`,
  ]),
)

/** `null` where the process is gone, or the system does not tell. */
export function identityOf(pid: number): ProcessIdentity | null {
  const stat = readStat(pid)
  const boot = bootId()
  if (stat === null || boot === null) return null
  return { pid, started: stat.started, boot_id: boot, pid_namespace: pidNamespace() }
}

/** `null` is unknown: another boot, or a system that does not tell. */
export function isAlive({ pid, started, boot_id }: Omit<ProcessIdentity, 'pid_namespace'>): boolean | null {
  const boot = bootId()
  if (boot === null || boot !== boot_id) return null
  return readStat(pid)?.started === started
}

type Stat = { name: string; parent: number; started: number }

/** The name stands in brackets and may hold some itself; what follows the last one are numbers (proc_pid_stat(5)). */
function readStat(pid: number): Stat | null {
  const text = readProc(`/proc/${pid}/stat`)
  if (text === null) return null
  const close = text.lastIndexOf(')')
  const fields = text.slice(close + 2).split(' ')
  const [parent, started] = [Number(fields[1]), Number(fields[19])]
  // A zombie has ended; somebody only has not asked how.
  if (!Number.isSafeInteger(parent) || !Number.isSafeInteger(started) || fields[0] === 'Z') return null
  return { name: text.slice(text.indexOf('(') + 1, close), parent, started }
}

const bootId = (): string | null => readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? null

/** Where the numbers of this process count. */
export const pidNamespace = (): string | null => readWherePossible(() => readlinkSync('/proc/self/ns/pid'))

const readProc = (path: string): string | null => readWherePossible(() => readFileSync(path, 'utf8'))

function readWherePossible(read: () => string): string | null {
  try {
    return read()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
