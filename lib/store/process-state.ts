import { readFileSync, readlinkSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import type { AgentProcess, ProcessState } from '#lib/model/agent-work.ts'

/**
 * Whether a process is there, by what `/proc` says of its number: another one that was given the number since has
 * another start. One that has ended and was not waited for is gone.
 */
export function readProcessState(known: AgentProcess | null): ProcessState {
  if (known === null || known.bootId !== ownBootId() || !isSeenFromHere(known)) return 'unknown'
  try {
    const stat = readFileSync(`/proc/${known.id}/stat`, 'utf8')
    // The name stands in parentheses and may hold any of them.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const isEnded = fields[STATE] === 'Z' || fields[STATE] === 'X'
    return !isEnded && Number(fields[STARTED]) === known.startedTicks ? 'alive' : 'gone'
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    return code === 'ENOENT' || code === 'ESRCH' ? 'gone' : 'unknown'
  }
}

/** Behind the name, which is field 2 of proc_pid_stat(5): fields 3 and 22. */
const STATE = 0
const STARTED = 19

/** Containers of a machine have its boot, and numbers of their own. */
const isSeenFromHere = ({ namespace }: AgentProcess): boolean =>
  namespace === null || namespace === ownNamespace()

let ownPids: string | null | undefined

function ownNamespace(): string | null {
  if (ownPids === undefined) ownPids = readWherePossible(() => readlinkSync('/proc/self/ns/pid'))
  return ownPids
}

let bootId: string | null | undefined

/** `null` where the system does not say. It stays the same for as long as this program can run. */
function ownBootId(): string | null {
  if (bootId === undefined)
    bootId = readWherePossible(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())
  return bootId
}

function readWherePossible(read: () => string): string | null {
  if (process.platform !== 'linux') return null
  try {
    return read()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
