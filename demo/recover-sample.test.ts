import { describe, expect, it } from 'vitest'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { writePast } from './past.ts'

describe('the sample home', () => {
  it('is mended as a whole, and each operation is taken back', () => {
    using home = temporaryHome()
    writePast(home, Date.now())
    const run = (...args: string[]) => runTrinitas([...args, '--home', home.path, '--settle', '1ms'])
    const treeOf = (): string[] => snapshotTree(home.results, { without: ['.trash', '.quarantine'] })
    const before = treeOf()
    const report = JSON.parse(run('recover', '--auto-fix', '--json').out)
    expect(report).toMatchObject({ status: 'done', left: [] })
    expect(JSON.parse(run('diagnose', '--json').out).issues).toEqual([])
    expect(report.operations.length).toBeGreaterThan(3)
    for (const { id } of report.operations.toReversed())
      expect(run('undo', id, '--yes')).toMatchObject({ code: 0 })
    expect(treeOf()).toEqual(before)
  })
})
