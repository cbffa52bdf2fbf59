import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { lineSpansAfter, lineSpansBefore, lineStart } from './line-spans.ts'
import type { LogSource } from './log-source.ts'
import { openLog } from './open-log.ts'
import { readLines } from './read-lines.ts'

const LINE_BYTES = 1000

/** Bytes with many line breaks among them, and now and then more than one reading takes. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .array(fc.constantFrom(0x0a, 0x0d, 0x00, 0x61, 0xc3, 0xa4, 0xff, 0x1b), { maxLength: 300 })
    .map((codes) => Uint8Array.from(codes)),
  fc.tuple(fc.nat(400_000), fc.array(fc.nat(400_000), { maxLength: 5 })).map(([length, breaks]) => {
    const filled = new Uint8Array(length).fill(0x61)
    for (const at of breaks) if (at < length) filled[at] = 0x0a
    return filled
  }),
)

/** What a plain split says. */
function expectedLines(content: Uint8Array): string[] {
  const text = Buffer.from(content).toString('latin1')
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else if (lines.length > 0) lines.push(`${lines.pop()}\0unfinished`)
  return lines.map((line) => {
    const whole = line.endsWith('\0unfinished')
      ? line.slice(0, -'\0unfinished'.length)
      : line.replace(/\r$/, '')
    return Buffer.from(whole, 'latin1').toString('utf8')
  })
}

const textsOf = async (
  source: LogSource,
  spans: Awaited<ReturnType<typeof lineSpansAfter>>,
): Promise<string[]> => (await readLines(source, spans, 1_000_000)).map(({ text }) => text)

async function backwards(source: LogSource, limit: number): Promise<string[]> {
  const pages: string[][] = []
  for (let before = source.sizeBytes; before > 0; ) {
    const spans = await lineSpansBefore(source, before, limit)
    pages.push(await textsOf(source, spans))
    before = spans[0]?.offset ?? 0
  }
  return pages.reverse().flat()
}

async function forwards(source: LogSource, limit: number): Promise<string[]> {
  const pages: string[][] = []
  for (let from = 0; from < source.sizeBytes; ) {
    const spans = await lineSpansAfter(source, from, limit)
    pages.push(await textsOf(source, spans))
    from = spans.at(-1)?.nextOffset ?? source.sizeBytes
  }
  return pages.flat()
}

describe('the lines of a log', () => {
  it.each([
    ['as it is', (content: Uint8Array) => content],
    ['compressed', gzipSync],
    [
      'compressed in parts',
      (content: Uint8Array) =>
        Buffer.concat([
          gzipSync(content.subarray(0, content.length / 2)),
          gzipSync(content.subarray(content.length / 2)),
        ]),
    ],
  ])('%s are those of a plain split, forwards and backwards, whatever the bytes', async (_how, write) => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'logs'))
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 40 }), async (content, limit) => {
        // What begins like a compressed file is one.
        fc.pre(!(content[0] === 0x1f && content[1] === 0x8b))
        writeFileSync(join(home.path, 'logs/x.log'), write(content))
        await using source = await openLog(home.path, 'x.log')
        const expected = expectedLines(content)
        expect(await forwards(source, limit)).toEqual(expected)
        expect(await backwards(source, limit)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('are cut where they are long, between two characters, and say how long they are', async () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'logs'))
    const content = `${'ä'.repeat(600_000)}\nshort\r\n${'b'.repeat(LINE_BYTES)}\r\nrest`
    writeFileSync(join(home.path, 'logs/x.log'), content)
    await using source = await openLog(home.path, 'x.log')
    const spans = await lineSpansBefore(source, source.sizeBytes, 10)
    const lines = await readLines(source, spans, LINE_BYTES + 1)
    expect(lines.map(({ text, wholeBytes, unfinished }) => [text.length, wholeBytes, unfinished])).toEqual([
      [LINE_BYTES / 2, 1_200_001, false],
      [5, null, false],
      [LINE_BYTES, null, false],
      [4, null, true],
    ])
    expect(lines[0]?.text).toBe('ä'.repeat(LINE_BYTES / 2))
  })

  it('have a beginning that is found from any place in them', async () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'logs'))
    writeFileSync(join(home.path, 'logs/x.log'), `one\n${'x'.repeat(300_000)}\nthree`)
    await using source = await openLog(home.path, 'x.log')
    expect(await lineStart(source, 2)).toBe(0)
    expect(await lineStart(source, 4)).toBe(4)
    expect(await lineStart(source, 299_000)).toBe(4)
    expect(await lineStart(source, 300_007)).toBe(300_005)
  })
})
