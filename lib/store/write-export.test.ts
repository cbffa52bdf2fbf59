import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { writeExport } from './write-export.ts'

const KEEP = { force: false }
const REPLACE = { force: true }

describe('a file that somebody asked for', () => {
  it('is written for its user alone, and nothing is left beside it', () => {
    using home = temporaryHome()
    const path = join(home.results, 'out.html')
    writeExport(path, 'whole', KEEP)
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['whole', 0o600])
    expect(readdirSync(home.results).filter((name) => name.includes('out'))).toEqual(['out.html'])
  })

  it('replaces nothing unless it is told to', () => {
    using home = temporaryHome()
    const path = join(home.results, 'out.html')
    writeFileSync(path, 'before')
    expect(() => writeExport(path, 'after', KEEP)).toThrow(/is there already.*--force/)
    expect(readFileSync(path, 'utf8')).toBe('before')
    writeExport(path, 'after', REPLACE)
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['after', 0o600])
  })

  it('goes through no link', () => {
    using home = temporaryHome()
    const [target, link] = [join(home.results, 'target'), join(home.results, 'link')]
    writeFileSync(target, 'before')
    symlinkSync(target, link)
    expect(() => writeExport(link, 'after', KEEP)).toThrow('is there already')
    writeExport(link, 'after', REPLACE)
    expect([readFileSync(target, 'utf8'), readFileSync(link, 'utf8')]).toEqual(['before', 'after'])
  })

  it('is refused where no file can be, saying what was expected', () => {
    using home = temporaryHome()
    mkdirSync(join(home.results, 'directory'))
    for (const options of [KEEP, REPLACE]) {
      expect(() => writeExport(join(home.results, 'directory'), '', options)).toThrow('expected a file')
      expect(() => writeExport(join(home.results, 'none/out'), '', options)).toThrow(
        /cannot be written: ENOENT. Name a file/,
      )
    }
  })
})
