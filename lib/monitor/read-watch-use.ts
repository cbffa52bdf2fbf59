import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import type { WatchUse } from '#lib/model/health-evidence.ts'

const LIMIT_FILE = '/proc/sys/fs/inotify/max_user_watches'

/** How many watches all processes of this user hold, of how many; `null` where the system does not tell (proc(5)). */
export function readWatchUse(): WatchUse | null {
  const limit = Number(ifThere(() => readFileSync(LIMIT_FILE, 'latin1')) ?? Number.NaN)
  const names = ifThere(() => readdirSync('/proc'))
  const user = process.geteuid?.()
  if (!Number.isFinite(limit) || limit <= 0 || names === null || user === undefined) return null
  const held = names
    .filter((name) => /^\d+$/.test(name) && ifThere(() => statSync(`/proc/${name}`).uid) === user)
    .map(watchesOf)
    .filter((count) => count > 0)
  return { used: held.reduce((sum, count) => sum + count, 0), limit, processes: held.length }
}

function watchesOf(process: string): number {
  const descriptors = ifThere(() => readdirSync(`/proc/${process}/fd`)) ?? []
  return descriptors
    .filter((fd) => ifThere(() => readlinkSync(`/proc/${process}/fd/${fd}`)) === 'anon_inode:inotify')
    .reduce((sum, fd) => sum + linesOf(`/proc/${process}/fdinfo/${fd}`), 0)
}

const linesOf = (path: string): number =>
  ifThere(() => readFileSync(path, 'latin1'))?.match(/^inotify /gm)?.length ?? 0

/** Processes end, and close files, while they are looked at. */
function ifThere<T>(look: () => T): T | null {
  try {
    return look()
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return null
  }
}
