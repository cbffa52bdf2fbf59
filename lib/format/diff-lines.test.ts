import { describe, expect, it } from 'vitest'
import { type DiffRow, diffLines } from './diff-lines.ts'

/** "3-4 same" */
const shortOf = ({ kind, source, proposed }: DiffRow): string =>
  `${source?.number ?? ''}-${proposed?.number ?? ''} ${kind}`

const shortDiff = (source: string, proposed: string, options = {}): string[] =>
  diffLines(source, proposed, options).map(shortOf)

describe('two texts line by line', () => {
  it('have nothing to tell where both are empty', () => {
    expect(diffLines('', '')).toEqual([])
  })

  it('are the same with a line break at the end or without', () => {
    expect(shortDiff('a\nb', 'a\nb\n')).toEqual(['1-1 same', '2-2 same'])
  })

  it('are numbered from the line that they begin in', () => {
    expect(shortDiff('a\nb', 'a\nc', { firstLine: 8 })).toEqual(['8-8 same', '9-9 changed'])
  })

  it('say which line stands for which', () => {
    expect(shortDiff('{\n"a": n/a,\n}\n', '{\n"a": "n/a"\n}\n')).toEqual([
      '1-1 same',
      '2-2 changed',
      '3-3 same',
    ])
  })

  it('say what was added and what is gone', () => {
    expect(shortDiff('a\nb\nc', 'a\nc\nd\n')).toEqual(['1-1 same', '2- removed', '3-2 same', '-3 added'])
    expect(shortDiff('', 'a\n')).toEqual(['-1 added'])
    expect(shortDiff('a\n', '')).toEqual(['1- removed'])
  })

  it('are kept apart by the lines that they have in common', () => {
    expect(shortDiff('x\nkept\ny\nz', 'u\nkept\nv')).toEqual([
      '1-1 changed',
      '2-2 same',
      '3-3 changed',
      '4- removed',
    ])
  })

  it('do not let the same line at both ends count twice', () => {
    expect(shortDiff('a', 'a\na')).toEqual(['1-1 same', '-2 added'])
    expect(shortDiff('a\na', 'a')).toEqual(['1-1 same', '2- removed'])
  })

  it('are another text between their ends where there is too much to compare', () => {
    expect(shortDiff('a\nx\nkept\nb', 'a\nkept\ny\nb', { cellsLimit: 3 })).toEqual([
      '1-1 same',
      '2-2 changed',
      '3-3 changed',
      '4-4 same',
    ])
  })

  it('hold every line of both once and in order, whatever they are', () => {
    const text = (seed: number): string =>
      Array.from({ length: 40 }, (_, at) => String((seed * (at + 7)) % 11)).join('\n')
    for (let seed = 1; seed < 30; seed += 1) {
      const rows = diffLines(text(seed), text(seed + 3))
      for (const [side, lines] of [
        ['source', text(seed)],
        ['proposed', text(seed + 3)],
      ] as const)
        expect(rows.flatMap((row) => row[side]?.text ?? []).join('\n')).toBe(lines)
      for (const { kind, source, proposed } of rows)
        expect(kind === 'same').toBe(source !== null && source.text === proposed?.text)
    }
  })

  it('take no longer than a page may', () => {
    const lines = (word: string): string =>
      Array.from({ length: 1990 }, (_, at) => `${word}${at % 97}`).join('\n')
    const before = process.threadCpuUsage()
    diffLines(lines('a'), `${lines('b')}\na5`)
    const { user, system } = process.threadCpuUsage(before)
    expect(user + system).toBeLessThan(1_000_000)
  })
})
