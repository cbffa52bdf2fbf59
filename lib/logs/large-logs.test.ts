import { spawnSync } from 'node:child_process'
import { closeSync, openSync, symlinkSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { logLines, writeLog } from '#lib/testing/write-log.ts'
import { openLogs } from './logs.ts'
import { openFile, openLog } from './open-log.ts'
import { openPacked } from './packed-source.ts'

const GIB = 1024 ** 3
const LINES = 400

/** Takes no room on disk but for its end. */
function writeLarge(home: string, end: string, sizeBytes = GIB): string {
  const path = writeLog(home, 'x.log', '')
  truncateSync(path, sizeBytes)
  const descriptor = openSync(path, 'a')
  writeSync(descriptor, `\n${end}`)
  closeSync(descriptor)
  return path
}

const SMALL = { limitBytes: GIB, windowBytes: 200_000, againBytes: GIB }

const logsOf = (home: string) => openLogs({ home, mask: () => false, existing: async () => [] })

function timeOf(work: () => void): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}

describe('a log of a gigabyte', () => {
  it('is open in less than a second, and not much later than tail is done', async () => {
    using home = temporaryHome()
    const path = writeLarge(home.path, `${logLines(1000).join('\n')}\n`)
    const tail = () => spawnSync('tail', ['-n', String(LINES), path], { encoding: 'utf8' })
    const tailMs = Math.min(timeOf(tail), timeOf(tail))
    const open = () => logsOf(home.path).page('x.log', { from: 'end', limit: LINES })
    const startedMs = performance.now()
    const { lines } = await open()
    const firstMs = performance.now() - startedMs
    const againMs = performance.now()
    await open()
    const tookMs = Math.min(firstMs, performance.now() - againMs)
    expect(lines.map(({ text }) => text).join('\n')).toBe(tail().stdout.trimEnd())
    expect(firstMs).toBeLessThan(1000)
    // The other of the two runs may be one in which the machine was busy with something else.
    expect(tookMs).toBeLessThan(50 + 20 * tailMs)
  })

  it('is never in memory as a whole, not even a line of it', async () => {
    using home = temporaryHome()
    writeLarge(home.path, 'the end\n')
    await using source = await openLog(home.path, 'x.log')
    const before = process.memoryUsage().rss
    const { lines } = await logsOf(home.path).page('x.log', { from: 'end', limit: 10 })
    expect(lines.map(({ wholeBytes, text }) => [wholeBytes, text.slice(0, 8)])).toEqual([
      [GIB + 1, '\\u{0}×10'],
      [null, 'the end'],
    ])
    expect(source.sizeBytes).toBeGreaterThan(GIB)
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 ** 2)
  })
})

describe('a compressed log', () => {
  it('that holds a thousand times its size is shown up to a limit, and says so', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', gzipSync(Buffer.alloc(50_000_000, 'line\n')))
    await using source = await openPacked(await openFile(home.path, 'x.log'), {
      limitBytes: 10_000_001,
      windowBytes: 1_000_000,
      againBytes: 10_000_000,
    })
    expect(source.sizeBytes).toBe(10_000_001)
    expect(source.fault).toContain('only the beginning is shown')
    expect((await source.read(9_999_996, 100)).toString()).toBe('ine\nl')
    expect((await source.read(0, 5)).toString()).toBe('line\n')
    // To and fro in it means to unpack it again and again.
    for (const offset of [9_000_000, 4_000_000, 9_500_000, 5_000_000])
      expect((await source.read(offset, 5)).toString()).toBe('line\n')
    await expect(source.read(4_000_000, 5)).rejects.toThrow('Unpack it')
  })

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 500), /cut short/],
    [
      'followed by something else',
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('noise')]),
      /no gzip data/,
    ],
    [
      'broken within',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at > bytes.length / 2 ? 0x55 : byte))),
      /cut short|no gzip data/,
    ],
  ])('that is %s is shown as far as it goes', async (_how, damage, fault) => {
    using home = temporaryHome()
    const text = logLines(20_000).join('\n')
    writeLog(home.path, 'x.log', damage(gzipSync(text)))
    const page = await logsOf(home.path).page('x.log', { from: 'around', offset: 0, limit: 10 })
    expect(page.lines[0]?.text).toBe(text.split('\n')[0])
    expect(page.fault).toMatch(fault)
  })
})

describe('a compressed log with a fault', () => {
  const lines = logLines(30_000).join('\n')
  const packed = gzipSync(lines)
  const half = Math.floor(packed.length / 2)
  const withByte = (bytes: Buffer, at: number, byte: number) =>
    Buffer.from(bytes.map((one, index) => (index === at ? byte : one)))
  it.each([
    ['cut short in its trailer', packed.subarray(0, -5), lines.length, /cut short/],
    ['cut short within', packed.subarray(0, half), null, /cut short/],
    ['of another checksum', withByte(packed, packed.length - 7, 0xff), lines.length, /checksum/],
    ['of another length', withByte(packed, packed.length - 2, 0xff), lines.length, /checksum/],
    ['followed by text', Buffer.concat([packed, Buffer.from('garbage after')]), lines.length, /no gzip data/],
    [
      'whose second member is broken',
      Buffer.concat([packed, packed.subarray(0, 30), Buffer.alloc(90_000, 0xff)]),
      null,
      /no gzip data/,
    ],
    ['followed by zeros', Buffer.concat([packed, Buffer.alloc(90_000)]), lines.length, null],
    ['of two members', Buffer.concat([packed, packed]), 2 * lines.length, null],
    ['of nothing but its head', packed.subarray(0, 10), 0, /cut short/],
  ])(
    '%s holds all that comes before it, and as much as zcat prints',
    async (_how, bytes, expected, fault) => {
      using home = temporaryHome()
      writeLog(home.path, 'x.log', bytes)
      const zcat = spawnSync('zcat', [], { input: bytes, maxBuffer: 1024 ** 3 }).stdout
      await using source = await openLog(home.path, 'x.log')
      expect(source.fault ?? 'none').toMatch(fault ?? /^none$/)
      expect(source.sizeBytes).toBeGreaterThanOrEqual(zcat.length)
      if (expected !== null) expect(source.sizeBytes).toBe(expected)
      // From the beginning, which unpacks it again.
      await using again = await openPacked(await openFile(home.path, 'x.log'), SMALL)
      expect(again.sizeBytes).toBe(source.sizeBytes)
      const read: Buffer[] = []
      for (let offset = 0; offset < again.sizeBytes; offset += 100_000)
        read.push(await again.read(offset, 100_000))
      const text = Buffer.concat(read).toString()
      expect(text).toHaveLength(source.sizeBytes)
      expect(text.startsWith(zcat.toString())).toBe(true)
      const known = lines.slice(0, text.length)
      expect(text.startsWith(known)).toBe(true)
    },
  )
})

describe('the lines of a log', () => {
  it('are counted of a long one in a thread, while its end is shown', { timeout: 60_000 }, async () => {
    using home = temporaryHome()
    writeLarge(home.path, `${logLines(100).join('\n')}\n`, 64 * 1024 * 1024)
    const logs = logsOf(home.path)
    expect((await logs.list()).files[0]?.lines).toBeNull()
    expect((await logs.page('x.log', { from: 'end', limit: 1 })).lines).toHaveLength(1)
    await logs.counted()
    expect((await logs.list()).files[0]?.lines).toBe(logLines(100).join('\n').split('\n').length + 1)
    logs.close()
  })

  it('are counted behind the scenes, and counted on where it grew', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\ntwo')
    const logs = logsOf(home.path)
    const linesNow = async (): Promise<number | null | undefined> => {
      await logs.list()
      await logs.counted()
      return (await logs.list()).files[0]?.lines
    }
    expect(await linesNow()).toBe(2)
    writeLog(home.path, 'x.log', 'one\ntwo more\nthree\n')
    expect(await linesNow()).toBe(3)
    truncateSync(path, 4)
    expect(await linesNow()).toBe(1)
    truncateSync(path, 0)
    expect(await linesNow()).toBe(0)
    logs.close()
  })
})

describe('a directory of logs that is a link', () => {
  it('is not followed, by whatever name', async () => {
    using home = temporaryHome()
    using outside = temporaryHome()
    writeLog(outside.path, 'x.log', 'outside\n')
    symlinkSync(join(outside.path, 'logs'), join(home.path, 'logs'))
    const logs = logsOf(home.path)
    expect(await logs.list()).toEqual({ files: [], leftOut: [], fault: expect.stringContaining('link') })
    await expect(logs.page('x.log', { from: 'end', limit: 1 })).rejects.toThrow('symbolic link')
    await expect(logs.download('x.log')).rejects.toThrow('symbolic link')
  })
})
