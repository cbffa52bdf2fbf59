import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { LogFilter } from '#lib/model/log.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { writeLog } from '#lib/testing/write-log.ts'
import { followLog } from './follow-log.ts'
import type { TailEvent } from './tail.ts'

const ANY: LogFilter = { levels: [], text: null, sinceMs: null, untilMs: null }

/** Another process that does what it is told with a file: each line is a program of its own. */
function startWriter() {
  const code = `
    const fs = require('node:fs')
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { call, args } = JSON.parse(line)
      fs[call](...args)
      process.stdout.write('done\\n')
    })`
  const child = spawn(process.execPath, ['-e', code], { stdio: ['pipe', 'pipe', 'inherit'] })
  return {
    async tell(
      call: 'appendFileSync' | 'truncateSync' | 'renameSync' | 'unlinkSync' | 'writeFileSync',
      ...args: (string | number)[]
    ) {
      const answered = once(child.stdout, 'data')
      child.stdin.write(`${JSON.stringify({ call, args })}\n`)
      await answered
    },
    [Symbol.dispose]: () => void child.kill(),
  }
}

type Followed = {
  /** Resolves once what was told so far is as wanted; throws with what it is when nothing more comes. */
  until(isThere: (told: string[]) => boolean): Promise<string[]>
}

const wordOf = (event: TailEvent): string[] =>
  event.kind === 'lines'
    ? [
        ...(event.partial > 0 ? [`partial ${event.partial}`] : []),
        ...(event.skipped ? [`skipped ${event.skipped.lines}`] : []),
        ...event.lines.map(({ text, unfinished }) => text + (unfinished ? '…' : '')),
      ]
    : [`<${event.kind}>`]

async function follow(
  home: string,
  work: (followed: Followed) => Promise<void>,
  {
    offset = 0,
    inode = null,
    filter = {},
  }: { offset?: number | null; inode?: number | null; filter?: Partial<LogFilter> } = {},
): Promise<void> {
  const stop = new AbortController()
  const told: string[] = []
  let arrived = Promise.withResolvers<void>()
  const options = { home, name: 'x.log', offset, inode, filter: { ...ANY, ...filter }, mask: false }
  const following = (async () => {
    for await (const event of followLog(options, stop.signal)) {
      told.push(...wordOf(event))
      arrived.resolve()
      arrived = Promise.withResolvers()
    }
  })()
  const until: Followed['until'] = async (isThere) => {
    while (!isThere(told))
      await Promise.race([
        arrived.promise,
        following.then(() => Promise.reject(new Error(`It ended with ${told.join('|')}`))),
      ])
    return told
  }
  try {
    await work({ until })
  } finally {
    stop.abort()
    await following
  }
}

describe('a log that is followed', () => {
  it('tells what another process adds, a line that is not whole yet once it stays so, and the whole of it later', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\n')
    using writer = startWriter()
    await follow(home.path, async ({ until }) => {
      await until((told) => told.includes('one'))
      await writer.tell('appendFileSync', path, 'two\r\nthr')
      await until((told) => told.includes('thr…'))
      await writer.tell('appendFileSync', path, 'ee\n')
      expect(await until((told) => told.includes('three'))).toEqual(['one', 'two', 'thr…', 'three'])
    })
  })

  it('begins at its end, at a line that is being written', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\ntw')
    using writer = startWriter()
    await follow(
      home.path,
      async ({ until }) => {
        await until((told) => told.includes('tw…'))
        await writer.tell('appendFileSync', path, 'o\n')
        expect(await until((told) => told.includes('two'))).toEqual(['tw…', 'two'])
      },
      { offset: null },
    )
  })

  it('says that it was emptied, also where it is longer again already', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\ntwo\n')
    using writer = startWriter()
    await follow(home.path, async ({ until }) => {
      await until((told) => told.includes('two'))
      await writer.tell('truncateSync', path, 0)
      await until((told) => told.includes('<truncated>'))
      await writer.tell('appendFileSync', path, 'three\n')
      await until((told) => told.includes('three'))
      await writer.tell('writeFileSync', path, 'a longer text than before\n')
      const told = await until((said) => said.includes('a longer text than before'))
      expect(told).toEqual(['one', 'two', '<truncated>', 'three', '<truncated>', 'a longer text than before'])
    })
  })

  it('looks through long lines, and counts those that are too long for that', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', '')
    await follow(
      home.path,
      async ({ until }) => {
        const write = (sizeBytes: number) =>
          appendFileSync(path, `[2026-11-23 21:10:57] [ERROR] ${'-'.repeat(sizeBytes)} needle\n`)
        write(900_000)
        await until((told) => told.some((text) => text.startsWith('[2026-11-23 21:10:57] [ERROR] -')))
        write(1_200_000)
        expect(await until((told) => told.includes('partial 1'))).toHaveLength(2)
      },
      { filter: { text: { kind: 'plain', text: 'needle' }, levels: ['error'] } },
    )
  })

  it('says that another file has its name, after the last that was written to it', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\n')
    using writer = startWriter()
    await follow(home.path, async ({ until }) => {
      await until((told) => told.includes('one'))
      await writer.tell('appendFileSync', path, 'last\n')
      await writer.tell('renameSync', path, `${path}.1`)
      await until((told) => told.includes('<gone>'))
      await writer.tell('appendFileSync', path, 'first of the next\n')
      const told = await until((said) => said.includes('first of the next'))
      expect(told).toEqual(['one', 'last', '<gone>', '<rotated>', 'first of the next'])
    })
  })

  it('loses nothing of a writer that does not know yet that its file was renamed', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\n')
    using writer = startWriter()
    await follow(home.path, async ({ until }) => {
      await until((told) => told.includes('one'))
      await writer.tell('renameSync', path, `${path}.1`)
      await writer.tell('appendFileSync', path, 'first of the next\n')
      await writer.tell('appendFileSync', `${path}.1`, 'late\nlater')
      const told = await until((said) => said.includes('first of the next'))
      expect(told.filter((text) => text !== '<gone>')).toEqual([
        'one',
        'late',
        'later…',
        '<rotated>',
        'first of the next',
      ])
    })
  })

  it('begins anew where the file is no longer the one that was read', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\ntwo\n')
    await follow(
      home.path,
      async ({ until }) => {
        expect(await until((told) => told.includes('two'))).toEqual(['<rotated>', 'one', 'two'])
      },
      { offset: 4, inode: statSync(path).ino + 1 },
    )
  })

  it('tells of a flood only its latest lines, and how many it left out', async () => {
    using home = temporaryHome()
    const lines = 400_000
    const path = writeLog(home.path, 'x.log', '')
    using writer = startWriter()
    await follow(home.path, async ({ until }) => {
      await writer.tell(
        'writeFileSync',
        path,
        Array.from({ length: lines }, (_, at) => `line ${at}\n`).join(''),
      )
      const told = await until((said) => said.includes(`line ${lines - 1}`))
      const skipped = told
        .map((text) => Number(/^skipped (\d+)$/.exec(text)?.[1] ?? 0))
        .reduce((sum, count) => sum + count, 0)
      const shown = told.filter((text) => text.startsWith('line ')).length
      expect(skipped + shown).toBe(lines)
      expect(shown).toBeLessThan(10_000)
    })
  })

  it('tells only what is wanted, with what belongs to it', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', '')
    using writer = startWriter()
    await follow(
      home.path,
      async ({ until }) => {
        await writer.tell(
          'appendFileSync',
          path,
          '2026-11-23 21:10:57 [INFO] a\nof a\n2026-11-23 21:10:58 [ERROR] b\nof b\n',
        )
        expect(await until((told) => told.includes('of b'))).toEqual([
          '2026-11-23 21:10:58 [ERROR] b',
          'of b',
        ])
      },
      { filter: { levels: ['error'] } },
    )
  })
})
