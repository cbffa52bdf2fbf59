import { fstatSync, readSync, writeFileSync } from 'node:fs'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { AppError } from '#lib/errors.ts'
import { gunzip } from '#lib/store/gunzip.ts'

/**
 * A log may be longer than memory, so it is packed part by part: a gzip file may have several members (RFC 1952, 2.2), and
 * each of ours says in its extra field how long it is, so that it can be unpacked part by part too. Any gunzip reads it.
 */
const PART_BYTES = 8 * 1024 * 1024

const FIXED_BYTES = 10
/** Its length, two letters, the length of the number, and the number. */
const EXTRA_BYTES = 2 + 2 + 2 + 4
const HEADER_BYTES = FIXED_BYTES + EXTRA_BYTES
const TRAILER_BYTES = 8
const HAS_EXTRA = 4
const NAME = 'TM'

/** Of what somebody else packed, which is unpacked as a whole. */
const WHOLE_LIMIT_BYTES = 256 * 1024 * 1024

export function packMembers(source: number, target: number): void {
  let position = 0
  do {
    const part = readPart(source, position, PART_BYTES)
    position += part.length
    writeFileSync(target, memberOf(part))
  } while (position < fstatSync(source).size)
}

function memberOf(part: Buffer): Buffer {
  const packed = deflateRawSync(part)
  if (!inflateRawSync(packed).equals(part))
    throw new AppError('file_changed', 'What was compressed does not come back as it was.')
  const header = Buffer.alloc(HEADER_BYTES)
  header.set([0x1f, 0x8b, 8, HAS_EXTRA])
  header[9] = 255
  header.writeUInt16LE(EXTRA_BYTES - 2, 10)
  header.write(NAME, 12, 'latin1')
  header.writeUInt16LE(4, 14)
  header.writeUInt32LE(HEADER_BYTES + packed.length + TRAILER_BYTES, 16)
  const trailer = Buffer.alloc(TRAILER_BYTES)
  trailer.writeUInt32LE(crc32(part), 0)
  trailer.writeUInt32LE(part.length, 4)
  return Buffer.concat([header, packed, trailer])
}

/** Throws `AppError('not_gzip')` for what is broken or something else, and `AppError('too_large')`. */
export function unpackMembers(source: number, target: number): void {
  const { size } = fstatSync(source)
  for (let position = 0; position < size; ) {
    const length = memberLength(readPart(source, position, HEADER_BYTES)) ?? size - position
    if (length > WHOLE_LIMIT_BYTES)
      throw new AppError('too_large', `It holds more than ${WHOLE_LIMIT_BYTES} bytes.`)
    writeFileSync(target, gunzip(readPart(source, position, length), WHOLE_LIMIT_BYTES))
    position += length
  }
}

/** `null` for one that is not ours: where it ends, only unpacking tells. */
function memberLength(header: Buffer): number | null {
  const isOurs =
    header.length === HEADER_BYTES && header[3] === HAS_EXTRA && header.toString('latin1', 12, 14) === NAME
  return isOurs ? header.readUInt32LE(16) : null
}

function readPart(descriptor: number, position: number, length: number): Buffer {
  const part = Buffer.allocUnsafe(Math.min(length, Math.max(0, fstatSync(descriptor).size - position)))
  let filled = 0
  while (filled < part.length) {
    const count = readSync(descriptor, part, filled, part.length - filled, position + filled)
    if (count === 0) break
    filled += count
  }
  return part.subarray(0, filled)
}
