import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, renameSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { LOG_START_MS, logLines, writeLog } from '#lib/testing/write-log.ts'

const run = (home: TemporaryHome, ...args: string[]) => runTrinitas(['logs', ...args, '--home', home.path])

describe('trinitas logs', () => {
  it('lists what is there, and how long it is', () => {
    using home = temporaryHome()
    expect(run(home)).toEqual({ code: 0, out: '=== Logs ===\nThere are none.\n', err: '' })
    writeLog(home.path, 'x.log', `${logLines(1000).join('\n')}\n`)
    expect(run(home).out).toMatch(/^x\.log +\d+ KB +1,200 {2}(?:now|\d+ s ago)$/m)
    const { files } = JSON.parse(run(home, '--json').out)
    expect(files).toMatchObject([{ name: 'x.log', lines: 1200, form: 'bracketed', packed: false }])
  })

  it('prints the last lines of one, or those that are wanted', () => {
    using home = temporaryHome()
    const lines = logLines(1000)
    writeLog(home.path, 'x.log', `${lines.join('\n')}\n`)
    expect(run(home, 'x.log').out.trim().split('\n')).toEqual(lines.join('\n').split('\n').slice(-50))
    expect(run(home, 'x.log', '--lines', '5000').out).toBe(`${lines.join('\n')}\n`)
    const errors = lines.filter((line) => line.includes('[ERROR]'))
    expect(run(home, 'x.log', '--level', 'error').out).toBe(`${errors.join('\n')}\n`)
    expect(run(home, 'x.log', '--level', 'ERR,fatal,Warn').out).toBe(`${errors.join('\n')}\n`)
    expect(run(home, 'x.log', '--grep', '(?i)LINE 42\\d of').out).toContain('Line 420 of session')
    const since = new Date(LOG_START_MS + 997_000).toISOString()
    expect(run(home, 'x.log', '--since', since).out).toBe(`${lines.slice(997).join('\n')}\n`)
    const [first] = run(home, 'x.log', '--grep', 'Line 999 f', '--json').out.split('\n')
    expect(JSON.parse(first ?? '')).toMatchObject({
      level: 'error',
      time: '2026-11-23T12:16:39.000Z',
      cut: false,
    })
    expect(run(home, 'x.log', '--grep', 'nowhere')).toEqual({
      code: 0,
      out: '',
      err: 'Nothing in x.log matches.\n',
    })
  })

  it.each([
    [['x.log', '--level', 'loud'], 'expected levels with commas between'],
    [['x.log', '--since', 'soon'], 'expected how long ago'],
    [['x.log', '--since', '2026-02-30'], 'expected a day that is in the calendar'],
    [['x.log', '--until', '20261130'], 'expected a number with its unit'],
    [['x.log', '--lines', 'many'], 'expected a number of at most'],
    [['x.log', '--grep', '(?=x)'], 'not one of RE2'],
    [['y.log'], 'There is no log'],
    [['../x.log'], 'Not the name of a log'],
    [['x.log', 'y.log'], 'Expected one log'],
  ])('says what was expected instead of %j', (args, message) => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', 'one\n')
    const { code, err } = run(home, ...args)
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
  })

  it('prints all that can be read of a faulty compressed one, and says that this is not all', () => {
    using home = temporaryHome()
    const lines = logLines(2000).join('\n').split('\n')
    writeLog(home.path, 'x.gz', Buffer.concat([gzipSync(lines.join('\n')), Buffer.from('garbage after')]))
    const fault = 'x.gz: What comes behind the last line is no gzip data (Z_DATA_ERROR), and is not shown.\n'
    const asked = ['x.gz', '--lines', '100000']
    expect(run(home, ...asked)).toEqual({ code: 0, out: `${lines.join('\n')}\n`, err: fault })
    const json = run(home, ...asked, '--json')
    expect([json.out.trim().split('\n').length, json.err]).toEqual([lines.length, fault])
    expect(run(home, 'x.gz', '--grep', 'nowhere').err).toBe(
      `${fault}Nothing in what could be read of x.gz matches.\n`,
    )
  })

  it('says how many lines are too long for a pattern, and finds a text in them', () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', `${'-'.repeat(1_500_000)}needle\n`)
    expect(run(home, 'x.log', '--grep', 'needle')).toMatchObject({
      out: expect.stringMatching(/MB\)$/m),
      err: '',
    })
    const { out, err } = run(home, 'x.log', '--grep', 'ne{2}dle')
    expect([out, err]).toEqual([
      '',
      expect.stringMatching(/^1 line of x\.log of more than 1 MB.* may match too/),
    ])
  })

  it('prints of all logs what is wanted, each below its name', () => {
    using home = temporaryHome()
    writeLog(home.path, 'a.log', '[2026-11-23 21:10:57] [ERROR] one needle\n[2026-11-23 21:10:58] [INFO] x\n')
    writeLog(home.path, 'b.log.1.gz', gzipSync('[2026-11-23 21:10:57] [INFO] two needle\n'))
    writeLog(home.path, 'c.log', '[2026-11-23 21:10:57] [INFO] nothing\n')
    mkdirSync(join(home.path, 'logs/directory.log'))
    const nowS = Date.now() / 1000
    for (const [name, ageS] of [
      ['a.log', 10],
      ['b.log.1.gz', 30],
      ['c.log', 20],
    ] as const)
      utimesSync(join(home.path, 'logs', name), nowS - ageS, nowS - ageS)
    const err = 'Not read: directory.log: a directory\n'
    expect(run(home, '--grep', 'needle')).toEqual({
      code: 0,
      out: '==> b.log.1.gz <==\n[2026-11-23 21:10:57] [INFO] two needle\n\n==> a.log <==\n[2026-11-23 21:10:57] [ERROR] one needle\n',
      err,
    })
    expect(run(home, '--level', 'error').out).toBe(
      '==> a.log <==\n[2026-11-23 21:10:57] [ERROR] one needle\n',
    )
    expect(run(home, '--lines', '1').out.match(/^==>.*|x$/gm)).toEqual([
      '==> b.log.1.gz <==',
      '==> c.log <==',
      '==> a.log <==',
      'x',
    ])
    const json = run(home, '--since', '2026-11-23T21:10:58', '--json').out.trim().split('\n')
    expect(json.map((line) => JSON.parse(line))).toMatchObject([{ log: 'a.log', level: 'info' }])
    expect(run(home, '--grep', 'nowhere')).toEqual({
      code: 0,
      out: '',
      err: `${err}Nothing in the logs matches.\n`,
    })
    expect(run(home, '--grep', '(')).toMatchObject({
      code: 2,
      err: expect.stringContaining('missing closing )'),
    })
  })

  it('lets no file steer the terminal', () => {
    using home = temporaryHome()
    writeLog(home.path, 'x.log', 'a\u001b[2J\u001b]0;title\u0007b\rc\u202ed\n')
    expect(run(home, 'x.log').out).toBe('ab\\u{d}c\\u{202e}d\n')
    expect(JSON.parse(run(home, 'x.log', '--json').out).text).toBe('ab\\u{d}c\\u{202e}d')
  })
})

/** Starts the command and reads what it prints as it comes. */
function start(home: TemporaryHome, ...args: string[]) {
  const child = spawn(`${root}bin/trinitas`, ['logs', ...args, '--home', home.path], {
    cwd: '/',
    env: { NODE_ENV: 'production' },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed += String(chunk)
      child.emit('printed')
    })
  return {
    child,
    async until(text: string): Promise<string> {
      while (!printed.includes(text)) await once(child, 'printed')
      return printed
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  }
}

describe('trinitas logs --follow', () => {
  it('prints what is added, whatever becomes of the file, and ends with 0 when it is interrupted', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\ntwo\n')
    using following = start(home, 'x.log', '--follow', '--lines', '1')
    await following.until('two')
    appendFileSync(path, 'three\n')
    await following.until('three')
    truncateSync(path)
    await following.until('--- x.log was emptied ---')
    appendFileSync(path, 'four\n')
    await following.until('four')
    renameSync(path, `${path}.1`)
    await following.until('is gone')
    appendFileSync(path, 'five\n')
    const printed = await following.until('five')
    expect(printed.split('\n').filter((line) => !line.startsWith('---'))).toEqual([
      'two',
      'three',
      'four',
      'five',
      '',
    ])
    following.child.kill('SIGINT')
    expect(await once(following.child, 'exit')).toEqual([0, null])
  })

  it('follows all logs that are written, and says which one a line is of', async () => {
    using home = temporaryHome()
    const one = writeLog(home.path, 'one.log', 'first\n')
    const two = writeLog(home.path, 'two.log', '')
    writeLog(home.path, 'one.log.1', 'renamed\n')
    using following = start(home, '--follow')
    await following.until('==> one.log <==\nfirst\n')
    appendFileSync(one, 'second\n')
    await following.until('first\nsecond\n')
    appendFileSync(two, 'third\n')
    await following.until('\n==> two.log <==\nthird\n')
    appendFileSync(one, 'fourth\n')
    const printed = await following.until('third\n\n==> one.log <==\nfourth\n')
    expect(printed).not.toContain('renamed')
    following.child.kill('SIGINT')
    expect(await once(following.child, 'exit')).toEqual([0, null])
  })

  it('says that there is none to follow', () => {
    using home = temporaryHome()
    expect(run(home, '--follow')).toMatchObject({ code: 2, err: expect.stringContaining('no log to follow') })
  })

  it('ends when nobody reads any more', async () => {
    using home = temporaryHome()
    const path = writeLog(home.path, 'x.log', 'one\n')
    using following = start(home, 'x.log', '--follow')
    await following.until('one')
    following.child.stdout.destroy()
    const ended = once(following.child, 'exit')
    // The first tells nobody yet: a pipe without a reader is noticed by writing to it.
    const writing = setInterval(() => appendFileSync(path, 'more\n'), 100)
    expect(await ended).toEqual([0, null])
    clearInterval(writing)
  })
})
