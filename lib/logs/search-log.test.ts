import { appendFileSync, truncateSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogFilter, LogLine, LogSearch } from '#lib/model/log.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { LOG_START_MS, logLines, writeLog } from '#lib/testing/write-log.ts'
import { openLog } from './open-log.ts'
import { type FoundEvent, searchLog } from './search-log.ts'

const ANY: LogFilter = { levels: [], text: null, sinceMs: null, untilMs: null }

type Asked = Partial<Omit<LogSearch, 'filter'>> & {
  filter?: Partial<LogFilter>
  mask?: boolean
  timeMs?: number
}

async function search(home: string, { filter = {}, ...asked }: Asked): Promise<FoundEvent[]> {
  await using source = await openLog(home, 'x.log')
  const events: FoundEvent[] = []
  const options = { before: null, limit: 1_000_000, context: 0, mask: false, timeMs: 60_000, ...asked }
  for await (const event of searchLog(source, { ...options, filter: { ...ANY, ...filter } }))
    events.push(event)
  return events
}

/** What was found, in the order of the file. */
function linesOf(events: readonly FoundEvent[]): LogLine[] {
  const lines = events.flatMap((event) => (event.kind === 'lines' ? event.lines : []))
  const byOffset = new Map<number, LogLine>()
  for (const line of lines) if (!line.context || !byOffset.has(line.offset)) byOffset.set(line.offset, line)
  return [...byOffset.values()].sort((one, other) => one.offset - other.offset)
}

const textsOf = (events: readonly FoundEvent[]): string[] => linesOf(events).map(({ text }) => text)

describe('a search of a log', () => {
  it.each([
    ['as it is', (text: string) => text],
    ['compressed', gzipSync],
  ])('%s finds by level, with what belongs to a line', async (_how, write) => {
    using home = temporaryHome()
    const lines = logLines(30_000)
    writeLog(home.path, 'x.log', write(`${lines.join('\n')}\n`))
    const errors = lines.filter((line) => line.includes('[ERROR]'))
    const events = await search(home.path, { filter: { levels: ['error'] } })
    expect(textsOf(events)).toEqual(errors.flatMap((entry) => entry.split('\n')))
    expect(events.at(-1)).toEqual({ kind: 'done', next: null, reason: 'all', partial: 0 })
  })

  it('finds a text whatever its case, says where, and shows the whole entry', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', logLines(1000).join('\n'))
    const found = linesOf(await search(home.path, { filter: { text: { kind: 'plain', text: 'LINE 109' } } }))
    const marked = found.map(({ text, matches }) => [text, matches.map(([from, to]) => text.slice(from, to))])
    expect(marked).toEqual([
      ['[2026-11-23T12:01:49.000Z] [ERROR] Line 109 failed', ['Line 109']],
      ['Traceback (most recent call last):', []],
      ['  File "x.py", line 109', ['line 109']],
    ])
  })

  it('takes a pattern of RE2, and refuses what is none, saying why', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', logLines(100).join('\n'))
    const pattern = (text: string) => search(home.path, { filter: { text: { kind: 'pattern', text } } })
    expect(textsOf(await pattern('^\\[.*INFO\\] Line 4[0-2] '))).toHaveLength(3)
    expect(textsOf(await pattern('\\ALine'))).toEqual([])
    await expect(pattern('(?=x)')).rejects.toThrow('not one of RE2')
    await expect(pattern('(')).rejects.toThrow('missing closing )')
    await expect(pattern('x'.repeat(501))).rejects.toThrow('longer than 500')
  })

  it('takes no longer with a pattern that others never end with', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', `${`${'a'.repeat(3000)}!\n`.repeat(100)}`)
    const startedMs = performance.now()
    expect(
      textsOf(await search(home.path, { filter: { text: { kind: 'pattern', text: '^(a+)+$' } } })),
    ).toEqual([])
    expect(performance.now() - startedMs).toBeLessThan(5000)
  })

  it.each(['ordered', 'not ordered'])('finds by time in a log that is %s', async (order) => {
    using home = temporaryHome()
    const lines = logLines(20_000)
    const written = order === 'ordered' ? lines : lines.toReversed()
    writeLog(home.path, 'x.log', `${written.join('\n')}\n`)
    const filter = { sinceMs: LOG_START_MS + 5_000_000, untilMs: LOG_START_MS + 5_003_000 }
    const found = textsOf(await search(home.path, { filter })).map((text) => /Line (\d+)/.exec(text)?.[1])
    const expected = ['5000', '5001', '5002']
    expect(found).toEqual(order === 'ordered' ? expected : expected.toReversed())
  })

  it('shows lines around a match, and each line once', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', logLines(100).join('\n'))
    const filter = { text: { kind: 'pattern', text: 'Line (43|44) ' } } as const
    const found = linesOf(await search(home.path, { filter, context: 2 }))
    expect(found.map(({ text, context }) => [/Line (\d+)/.exec(text)?.[1], context])).toEqual([
      ['41', true],
      ['42', true],
      ['43', false],
      ['44', false],
      ['45', true],
      ['46', true],
    ])
  })

  it('goes on where it ended, and finds each line once', async () => {
    using home = temporaryHome()
    const lines = logLines(5000)
    writeLog(home.path, 'x.log', lines.join('\n'))
    const pages: string[][] = []
    for (let before: number | null = null; ; ) {
      const events = await search(home.path, { filter: { levels: ['error'] }, limit: 100, before })
      pages.push(textsOf(events))
      const end = events.at(-1)
      if (end?.kind !== 'done' || end.next === null) break
      before = end.next
    }
    expect(pages.length).toBeGreaterThan(10)
    const errors = lines.filter((line) => line.includes('[ERROR]')).flatMap((entry) => entry.split('\n'))
    expect(pages.toReversed().flat()).toEqual(errors)
  })

  it('ends when its time is over, and says where to go on', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', logLines(60_000).join('\n'))
    const events = await search(home.path, {
      filter: { text: { kind: 'plain', text: 'nowhere' } },
      timeMs: 0,
    })
    expect(events.at(-1)).toEqual({ kind: 'done', next: expect.any(Number), reason: 'time', partial: 0 })
  })

  it.each(['[2026-11-23T12:00:00Z] [ERROR] x', '{"time":"2026-11-23T12:00:00Z","level":"error"}'])(
    'reads the first line behind a mark of UTF-8: %s',
    async (line) => {
      using home = temporaryHome()
      writeLog(home.path, 'x.log', `\ufeff${line}\nrest\n`)
      const filter = { levels: ['error'], text: { kind: 'pattern', text: '^[[{]' } } as const
      const [first] = linesOf(await search(home.path, { filter }))
      expect(first).toMatchObject({ text: line, level: 'error', atMs: Date.UTC(2026, 10, 23, 12), offset: 0 })
    },
  )

  describe('with lines that are longer than is read at once', () => {
    const MB = 1024 ** 2
    /** The needle stands at the edges of what is read at once, in between, and at the very end. */
    const needles = [70_000, MB - 3, MB + 5000, 2 * MB - 256 * 1024 - 2, 5 * MB - 10]
    const longLine = (at: number, sizeBytes = 5 * MB): string =>
      `[2026-11-23 21:10:57] [ERROR] ${'-'.repeat(at - 30)}needle${'-'.repeat(sizeBytes - at - 6)}`
    const plain = { text: { kind: 'plain', text: 'NEEDLE' } } as const
    const pattern = (text: string) => ({ text: { kind: 'pattern', text } }) as const

    it.each(needles)('finds a text behind %i bytes of one, as it is and as a pattern', async (at) => {
      using home = temporaryHome()
      writeLog(home.path, 'x.log', `first\n${longLine(at)}\n${logLines(1).join()}\n`)
      for (const filter of [plain, pattern('needle'), pattern('(?i)NEEDLE')]) {
        const events = await search(home.path, { filter })
        expect(linesOf(events).map(({ offset, wholeBytes }) => [offset, wholeBytes])).toEqual([
          [6, 5 * MB + 1],
        ])
        expect(events.at(-1)).toMatchObject({ partial: 0 })
      }
      expect(textsOf(await search(home.path, { filter: pattern('NEEDLE') }))).toEqual([])
      const elsewhere = { ...plain, levels: ['info'] } as const
      expect(textsOf(await search(home.path, { filter: elsewhere }))).toEqual([])
    })

    it('finds what a pattern means in their first megabyte, and counts those that it may be behind', async () => {
      using home = temporaryHome()
      const lines = [longLine(900_000), longLine(2 * MB), longLine(900_000, MB), longLine(70_000, 80_000)]
      writeLog(home.path, 'x.log', lines.join('\n'))
      const events = await search(home.path, { filter: pattern('ne{2}dle'), limit: 2 })
      expect(linesOf(events)).toHaveLength(2)
      expect(events.at(-1)).toMatchObject({ reason: 'enough', partial: 0 })
      const all = await search(home.path, { filter: pattern('ne{2}dle') })
      expect(linesOf(all).map(({ offset }) => offset)).toEqual([0, 10 * MB + 2, 11 * MB + 3])
      expect(all.at(-1)).toMatchObject({ reason: 'all', partial: 1 })
      const info = await search(home.path, { filter: { ...pattern('ne{2}dle'), levels: ['info'] } })
      expect(info.at(-1)).toMatchObject({ partial: 0 })
    })

    it('does not find what is masked in them, wherever a piece is cut', { timeout: 30_000 }, async () => {
      using home = temporaryHome()
      const words = 'password=needleneedle '.repeat(200_000)
      writeLog(home.path, 'x.log', `${words}\n`)
      expect(textsOf(await search(home.path, { filter: plain }))).toHaveLength(1)
      expect(textsOf(await search(home.path, { filter: plain, mask: true }))).toEqual([])
    })

    it('knows time and level of JSON up to a megabyte, and counts what is longer', async () => {
      using home = temporaryHome()
      const json = (time: string, sizeBytes: number): string =>
        JSON.stringify({ msg: 'x'.repeat(sizeBytes), level: 'error', time })
      const times = ['2026-11-23T12:00:00Z', '2026-11-23T12:01:00Z', '2026-11-23T12:02:00Z']
      const lines = times.map((time, at) => json(time, [70_000, 900_000, 70_000][at] ?? 0))
      writeLog(home.path, 'x.log', `${lines.join('\n')}\n`)
      const since = { sinceMs: Date.parse(times[1] ?? '') }
      for (const [filter, expected] of [
        [{ levels: ['error'] }, times],
        [since, times.slice(1)],
      ] as const) {
        const found = linesOf(await search(home.path, { filter }))
        expect(found.map(({ atMs, level }) => [atMs, level])).toEqual(
          expected.map((time) => [Date.parse(time), 'error']),
        )
      }
      writeLog(home.path, 'x.log', `${json('2026-11-23T12:03:00Z', 1_200_000)}\n`)
      const events = await search(home.path, { filter: { levels: ['error'] } })
      expect([linesOf(events), events.at(-1)]).toMatchObject([[], { partial: 1 }])
    })

    it('looks through one of 200 MB with little memory', { timeout: 60_000 }, async () => {
      using home = temporaryHome()
      const path = writeLog(home.path, 'x.log', '')
      truncateSync(path, 200 * MB)
      appendFileSync(path, 'needle\n')
      const before = process.memoryUsage().rss
      for (const mask of [false, true])
        expect(linesOf(await search(home.path, { filter: plain, mask }))).toHaveLength(1)
      expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB)
    })
  })

  it('does not find what is masked', async () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', '[2026-11-23 21:10:57] [INFO] password=hunter2hunter2\n')
    const filter = { text: { kind: 'plain', text: 'hunter2' } } as const
    expect(textsOf(await search(home.path, { filter }))).toHaveLength(1)
    expect(textsOf(await search(home.path, { filter, mask: true }))).toEqual([])
  })

  it('finds what a plain look at every line finds, whatever the lines', async () => {
    using home = temporaryHome()
    const line = fc.oneof(
      fc.constantFrom(
        '[2026-11-23 21:10:57] [ERROR] a needle',
        '2026-11-23 21:10:57 [INFO] b',
        'needle',
        '',
        '\u001b[31mnee\u001b[0mdle',
      ),
      fc.string({ maxLength: 20 }).map((text) => text.replaceAll('\n', '')),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, limit) => {
          // As many empty lines between as one reading takes, now and then.
          writeLog(home.path, 'x.log', lines.map((text) => `${text}\n`).join(''))
          const found = new Set<number>()
          for (let before: number | null = null; ; ) {
            const events = await search(home.path, {
              filter: { text: { kind: 'plain', text: 'needle' } },
              limit,
              before,
            })
            for (const { offset, matches } of linesOf(events)) if (matches.length > 0) found.add(offset)
            const end = events.at(-1)
            if (end?.kind !== 'done' || end.next === null) break
            before = end.next
          }
          const expected: number[] = []
          let offset = 0
          for (const text of lines) {
            if (text.replace('\u001b[0m', '').includes('needle')) expected.push(offset)
            offset += Buffer.byteLength(`${text}\n`)
          }
          expect([...found].sort((one, other) => one - other)).toEqual(expected)
        },
      ),
      { numRuns: 50 },
    )
  })
})
