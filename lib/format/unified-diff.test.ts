import { describe, expect, it } from 'vitest'
import { unifiedDiff } from './unified-diff.ts'

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `line ${at + 1}`)

describe('a unified diff', () => {
  it('of the same text has no line', () => {
    expect(unifiedDiff('a\nb\n', 'a\nb\n')).toEqual([])
  })

  it('shows what is around a change, and where that is', () => {
    const lines = numbered(20)
    expect(unifiedDiff(lines.join('\n'), lines.with(9, 'another').join('\n'))).toEqual([
      '@@ -7,7 +7,7 @@',
      ' line 7',
      ' line 8',
      ' line 9',
      '-line 10',
      '+another',
      ' line 11',
      ' line 12',
      ' line 13',
    ])
  })

  it('shows two changes that are far from each other by themselves', () => {
    const lines = numbered(30)
    const after = lines.with(1, 'x').with(27, 'y').join('\n')
    expect(unifiedDiff(lines.join('\n'), after).filter((line) => line.startsWith('@@'))).toHaveLength(2)
  })

  it('shows a file that is made as added', () => {
    expect(unifiedDiff('', '{}\n')).toEqual(['@@ -0,0 +1,1 @@', '+{}'])
  })

  it('shows of a long line what is around the place that differs', () => {
    const before = `{"key":"${'s'.repeat(500)}"}`
    const [, gone, added] = unifiedDiff(before, `${before.slice(0, -1)},"hooks":{}}`)
    expect(gone?.length).toBeLessThan(200)
    expect(added).toContain('"hooks":{}')
  })
})
