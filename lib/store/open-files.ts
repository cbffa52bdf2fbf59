import { readdirSync, readFileSync, statSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

/** Write-only or both, in the flags of open(2). */
const WRITES = 0o3

export type OpenFiles = {
  /**
   * Whether a process has a file open to write to it, by its number and file system. `unknown` where the system does not
   * tell; Linux does, of the processes of this user and, to root, of all.
   */
  isOpen(file: { dev: number; ino: number }): 'yes' | 'no' | 'unknown'
}

/** What is open for writing at this moment; one look at all processes, which takes some 10 ms. */
export function readOpenFiles(): OpenFiles {
  const processes = namesIn('/proc')
  if (processes === null) return { isOpen: () => 'unknown' }
  const open = new Set(processes.filter((name) => /^\d+$/.test(name)).flatMap(openIn))
  return { isOpen: (file) => (open.has(keyOf(file)) ? 'yes' : 'no') }
}

const keyOf = ({ dev, ino }: { dev: number; ino: number }): string => `${dev} ${ino}`

function openIn(process: string): string[] {
  return (namesIn(`/proc/${process}/fd`) ?? []).flatMap((descriptor) => {
    const stat = whatIsThere(() => statSync(`/proc/${process}/fd/${descriptor}`))
    if (!stat?.isFile()) return []
    const flags = whatIsThere(() => readFileSync(`/proc/${process}/fdinfo/${descriptor}`, 'latin1'))
    const mode = Number.parseInt(/^flags:\s+(\d+)/m.exec(flags ?? '')?.[1] ?? '0', 8)
    return (mode & WRITES) === 0 ? [] : [keyOf(stat)]
  })
}

const namesIn = (path: string): string[] | null => whatIsThere(() => readdirSync(path))

/** Processes end and close files while they are looked at; those of others say nothing. */
function whatIsThere<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
