import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { appendLogLine } from './append-line.ts'

const AT_MS = Date.UTC(2026, 10, 24, 10, 0, 0)
const LINE = { atMs: AT_MS, level: 'INFO', text: 'text' }

describe('a line that is logged', () => {
  it('is added in the known form, to a file of its user alone', () => {
    using home = temporaryHome()
    expect(appendLogLine(home.path, 'errors.log', { atMs: AT_MS, level: 'ERROR', text: 'one' })).toBe(true)
    appendLogLine(home.path, 'errors.log', { atMs: AT_MS, level: 'INFO', text: 'two' })
    const path = join(home.path, 'logs/errors.log')
    expect(readFileSync(path, 'utf8')).toBe(
      '[2026-11-24T10:00:00.000Z] [ERROR] one\n[2026-11-24T10:00:00.000Z] [INFO] two\n',
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is one line, whatever its text holds', () => {
    using home = temporaryHome()
    const text = 'a\n[time] [ERROR] forged\r\u001b[31m\u2028'
    appendLogLine(home.path, 'errors.log', { atMs: AT_MS, level: 'INFO', text })
    const lines = readFileSync(join(home.path, 'logs/errors.log'), 'utf8').split('\n')
    expect(lines).toEqual([
      '[2026-11-24T10:00:00.000Z] [INFO] a\\u{a}[time] [ERROR] forged\\u{d}\\u{1b}[31m\\u{2028}',
      '',
    ])
  })

  it('is not written through a link, nor where the directory is none', () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'logs'))
    const outside = join(home.path, 'outside')
    writeFileSync(outside, '')
    symlinkSync(outside, join(home.path, 'logs/errors.log'))
    expect(appendLogLine(home.path, 'errors.log', LINE)).toBe(false)
    expect(appendLogLine(home.path, '../outside', LINE)).toBe(false)
    expect(readFileSync(outside, 'utf8')).toBe('')
  })

  it('waits for nobody where a pipe has its name', () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'logs'))
    spawnSync('mkfifo', [join(home.path, 'logs/errors.log')])
    expect(appendLogLine(home.path, 'errors.log', LINE)).toBe(false)
  })
})
