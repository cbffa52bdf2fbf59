import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { gunzip } from './gunzip.ts'

const LIMIT_BYTES = 1_000_000

function codeOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

function withWrongSum(): Uint8Array {
  const bytes = gzipSync('something')
  bytes.fill(0, bytes.length - 8, bytes.length - 4)
  return bytes
}

describe('what was compressed', () => {
  it.each([0, 1, LIMIT_BYTES])('comes out byte for byte, %d of them', (size) => {
    const bytes = Buffer.alloc(size, 'ab')
    expect(Buffer.compare(gunzip(gzipSync(bytes), LIMIT_BYTES), bytes)).toBe(0)
  })

  it('is refused beyond the limit, before it is unpacked', () => {
    expect(codeOf(() => gunzip(gzipSync(Buffer.alloc(LIMIT_BYTES + 1)), LIMIT_BYTES))).toBe('too_large')
    // 1 GB of zeros in 1 MB: several members one after the other are one file.
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const bomb = Buffer.concat(Array(16).fill(member))
    const before = process.memoryUsage().rss
    expect(codeOf(() => gunzip(bomb, LIMIT_BYTES))).toBe('too_large')
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('{"a": 1}')],
    ['a beginning', gzipSync('something').subarray(0, -3)],
    ['a changed byte', Buffer.from(gzipSync('something')).fill(0, 12, 14)],
    ['a wrong sum', withWrongSum()],
  ])('is refused as no gzip: %s', (_what, bytes) => {
    expect(codeOf(() => gunzip(bytes, LIMIT_BYTES))).toBe('not_gzip')
  })
})
