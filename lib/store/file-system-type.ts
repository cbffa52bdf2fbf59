import { statfsSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'

/** Magic numbers of file systems whose changes may be made on another machine, where no event is raised here. */
const REMOTE: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB 2'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x786f4256, 'VirtualBox shared folder'],
])

/** The name of the network file system that holds `path`, or `null` for a local one. Linux tells; elsewhere `null`. */
export function remoteFileSystem(path: string): string | null {
  if (process.platform !== 'linux') return null
  try {
    return REMOTE.get(statfsSync(path).type >>> 0) ?? null
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    throw error
  }
}
