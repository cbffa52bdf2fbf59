import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { readOpenFiles } from '#lib/store/open-files.ts'
import { HOUR_MS, type RecoveryHome, recoveryHome } from '#lib/testing/recovery-home.ts'
import { setAge } from '#lib/testing/temporary-home.ts'

const DAY_MS = 24 * HOUR_MS
const FREE_SPACE = { action: 'free_space' } as const
const ROTATIONS = 20
/** More than is worth compressing. */
const ENOUGH_BYTES = 80_000
const MINE = gzipSync('mine')

/** Each line is of last month, so that every run finds the log old. */
const HEAD = `[${new Date(Date.now() - 40 * DAY_MS).toISOString()}] [INFO] a line of a program that is busy: `

/** A writer in Node is slowed down: what it writes at full speed takes the test minutes to compress. */
const PACE = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)'

/** Writers that go on while a file is there, and say at their end how many lines they wrote. */
const WRITERS = {
  /** Opens the log anew for each line, as hooks do. */
  reopens: `i=0; while [ -e "$GOES_ON" ]; do i=$((i+1)); echo "$HEAD$i" >> "$LOG"; done; echo $i`,
  /** Holds it open, and looks now and then whether it was renamed, as loggers do. */
  looks: `
    const fs = require('node:fs')
    const { LOG, HEAD, GOES_ON } = process.env
    let log = fs.openSync(LOG, 'a')
    let lines = 0
    while (fs.existsSync(GOES_ON)) {
      for (let nth = 0; nth < 20; nth += 1) fs.writeSync(log, HEAD + ++lines + '\\n')
      ${PACE}
      if (fs.statSync(LOG, { throwIfNoEntry: false })?.ino === fs.fstatSync(log).ino) continue
      fs.closeSync(log)
      log = fs.openSync(LOG, 'a')
    }
    console.log(lines)`,
  /** Holds it open for ever. */
  holds: `
    const fs = require('node:fs')
    const { LOG, HEAD, GOES_ON } = process.env
    const log = fs.openSync(LOG, 'a')
    let lines = 0
    while (fs.existsSync(GOES_ON)) {
      for (let nth = 0; nth < 20; nth += 1) fs.writeSync(log, HEAD + ++lines + '\\n')
      ${PACE}
    }
    console.log(lines)`,
}

type Writer = { name: string; process: ChildProcess; said: () => number }

function startWriter(place: RecoveryHome, name: keyof typeof WRITERS): Writer {
  const env = { ...process.env, LOG: at(place, `${name}.log`), HEAD, GOES_ON: goesOn(place) }
  const child =
    name === 'reopens'
      ? spawn('sh', ['-c', WRITERS[name]], { env })
      : spawn(process.execPath, ['-e', WRITERS[name]], { env })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  return { name, process: child, said: () => Number(out) }
}

const at = ({ home }: RecoveryHome, name: string): string => join(home.path, 'logs', name)
const goesOn = ({ home }: RecoveryHome): string => join(home.path, 'goes-on')
const logsOf = (place: RecoveryHome, log: string): string[] =>
  readdirSync(join(place.home.path, 'logs')).filter((name) => name.startsWith(log))

/** What was rotated and let go is as old as if a day had gone by. */
function ageRotated(place: RecoveryHome): void {
  const open = readOpenFiles()
  for (const name of logsOf(place, '').filter((one) => /\.log\.\d+$/.test(one)))
    if (open.isOpen(statSync(at(place, name))) === 'no') setAge(at(place, name), 2 * DAY_MS)
}

/** Numbers at the ends of its lines, in the order of the files. */
function linesOf(place: RecoveryHome, log: string): number[] {
  const numberOf = (name: string): number =>
    Number(/\.log\.(\d+)/.exec(name)?.[1] ?? Number.POSITIVE_INFINITY)
  return logsOf(place, `${log}.log`)
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map((name) => ({ name, bytes: readFileSync(at(place, name)) }))
    .map(({ name, bytes }) => (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
    .flatMap((text) => text.split('\n').filter((line) => line.startsWith(HEAD)))
    .map((line) => Number(line.slice(HEAD.length)))
}

const oneTo = (count: number): number[] => [...Array(count).keys()].map((index) => index + 1)

describe.runIf(process.platform === 'linux')('logs that busy programs write', () => {
  it('lose no line in twenty rotations, each compressed once nobody has it open', {
    timeout: 180_000,
  }, async () => {
    await using place = recoveryHome()
    mkdirSync(join(place.home.path, 'logs'))
    writeFileSync(goesOn(place), '')
    // Somebody's own, under names that would be next.
    writeFileSync(at(place, 'reopens.log.5'), 'mine')
    writeFileSync(at(place, 'looks.log.6.gz'), MINE)
    const writers = (['reopens', 'looks', 'holds'] as const).map((name) => startWriter(place, name))
    try {
      for (let nth = 1; nth <= ROTATIONS; nth += 1) {
        ageRotated(place)
        await vi.waitFor(
          () => {
            for (const log of ['reopens.log', 'looks.log'])
              expect(statSync(at(place, log)).size).toBeGreaterThan(ENOUGH_BYTES)
          },
          { timeout: 20_000, interval: 5 },
        )
        const { status, items } = await place.execute(await place.plan(FREE_SPACE))
        expect(items.filter(({ outcome }) => outcome !== 'done')).toEqual([])
        expect(status).toBe('done')
        expect(existsSync(at(place, 'holds.log.1'))).toBe(true)
      }
    } finally {
      rmSync(goesOn(place))
      await Promise.all(writers.map(({ process: child }) => child.exitCode ?? once(child, 'close')))
    }
    for (const { name, said } of writers) {
      expect(said()).toBeGreaterThan(name === 'holds' ? 20 : ROTATIONS * 100)
      expect(linesOf(place, name), name).toEqual(oneTo(said()))
    }
    for (const name of ['reopens', 'looks']) {
      const rotated = logsOf(place, `${name}.log.`)
      expect(rotated.length, name).toBe(ROTATIONS + 1)
      expect(rotated.filter((one) => one.endsWith('.gz')).length, name).toBeGreaterThan(ROTATIONS - 4)
    }
    expect(readFileSync(at(place, 'reopens.log.5'), 'utf8')).toBe('mine')
    expect(readFileSync(at(place, 'looks.log.6.gz'))).toEqual(MINE)

    // Whoever held one is gone by now.
    ageRotated(place)
    await place.execute(await place.plan(FREE_SPACE))
    expect(logsOf(place, 'holds.log')).toEqual(['holds.log.1.gz'])
    for (const { name, said } of writers) expect(linesOf(place, name), name).toEqual(oneTo(said()))
  })
})
