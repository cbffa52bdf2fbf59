import { expect, it } from 'vitest'
import { diffLines } from '#lib/format/diff-lines.ts'
import { foldRows, limitRows } from './fold-rows.ts'

const lines = (count: number, word: string): string =>
  Array.from({ length: count }, (_, at) => `${word}${at}\n`).join('')

/** "12 folded" or "4", group by group. */
const groupsOf = (source: string, proposed: string): string[] =>
  foldRows(diffLines(source, proposed)).map(({ folded, rows }) => `${rows.length}${folded ? ' folded' : ''}`)

it('folds what is the same, but for three lines on each side of a change', () => {
  const [head, tail] = [lines(20, 'h'), lines(30, 't')]
  expect(groupsOf(`${head}x\n${tail}`, `${head}y\n${tail}`)).toEqual(['17 folded', '7', '27 folded'])
  expect(groupsOf(`x\n${head}x\n`, `y\n${head}y\n`)).toEqual(['4', '14 folded', '4'])
})

it('leaves a few lines as they are, and folds all where nothing differs', () => {
  expect(groupsOf(`x\n${lines(11, 's')}x\n`, `y\n${lines(11, 's')}y\n`)).toEqual(['13'])
  expect(groupsOf(lines(9, 's'), lines(9, 's'))).toEqual(['9 folded'])
  expect(groupsOf('', '')).toEqual([])
})

it('draws no more than a page may, and says how much there is', () => {
  const [head, tail] = [lines(20, 'h'), lines(30, 't')]
  const groups = foldRows(diffLines(`${head}x\n${tail}y\n`, `${head}u\n${tail}v\n`))
  const shortOf = (limits: { rows: number; folded: number; fold: number }) => {
    const { groups: drawn, left } = limitRows(groups, limits)
    return [
      ...drawn.map(({ folded, rows, count }) => `${rows.length} of ${count}${folded ? ' folded' : ''}`),
      left,
    ]
  }
  expect(shortOf({ rows: 99, folded: 99, fold: 99 })).toEqual([
    '17 of 17 folded',
    '7 of 7',
    '24 of 24 folded',
    '4 of 4',
    0,
  ])
  expect(shortOf({ rows: 9, folded: 12, fold: 10 })).toEqual([
    '10 of 17 folded',
    '7 of 7',
    '2 of 24 folded',
    '2 of 2',
    2,
  ])
  expect(shortOf({ rows: 7, folded: 0, fold: 10 })).toEqual(['0 of 17 folded', '7 of 7', 28])
})
