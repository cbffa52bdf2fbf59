import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  futimesSync,
  openSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { type Place, pathOf } from '#lib/store/place-file.ts'
import { packMembers, unpackMembers } from './gzip-members.ts'

/** Packs or unpacks what was taken, with its mode and time, and proves that it comes back byte for byte. */
export function pack(staged: Place, packed: Place, kind: 'compress' | 'decompress'): void {
  const source = openSync(pathOf(staged), constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    rmSync(pathOf(packed), { force: true })
    const stat = fstatSync(source)
    fill(packed, stat.mode & 0o777, stat, (target) =>
      kind === 'compress' ? packMembers(source, target) : unpackMembers(source, target),
    )
  } finally {
    closeSync(source)
  }
}

/** Makes the bytes of a file durable, which come before its name. */
export function syncFile(place: Place): void {
  const descriptor = openSync(pathOf(place), constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

type Times = Pick<Stats, 'atime' | 'mtime'>

/** Writes a file that is not there yet. A time that is `null` is that of the writing. It is not durable yet. */
export function writeNew(place: Place, bytes: Uint8Array, mode: number, modifiedAtMs: number | null): void {
  const at = modifiedAtMs === null ? null : new Date(modifiedAtMs)
  const times = at === null ? null : { atime: at, mtime: at }
  fill(place, mode, times, (descriptor) => writeFileSync(descriptor, bytes))
}

function fill(place: Place, mode: number, times: Times | null, write: (descriptor: number) => void): void {
  const descriptor = openSync(pathOf(place), 'wx', mode)
  try {
    write(descriptor)
    fchmodSync(descriptor, mode)
    if (times !== null) futimesSync(descriptor, times.atime, times.mtime)
  } finally {
    closeSync(descriptor)
  }
}
