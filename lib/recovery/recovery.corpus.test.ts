import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { completeJson } from '#lib/json-repair/complete-json.ts'
import { corpus, layOutCorpus } from '#lib/testing/lay-out-corpus.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'

const OURS = [
  'monitor',
  '.trash',
  '.quarantine',
  'parallel_results/.trash',
  'parallel_results/.quarantine',
  // It tells of what was done since.
  'logs/recovery.log',
]

// Without the corpus there is nothing that this suite could read.
describe.runIf(corpus !== undefined)('recovery of what the original hooks really wrote', () => {
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'trinitas-corpus-'))
    layOutCorpus(home)
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  /** What was laid out just now is not being written. */
  const run = (...args: string[]) => runTrinitas([...args, '--home', home, '--settle', '1ms'])
  const treeOf = (): string[] => snapshotTree(home, { without: OURS })
  const hashes = (lines: readonly string[]): string[] =>
    lines.flatMap((line) => / ([0-9a-f]{64})$/.exec(line)?.[1] ?? [])

  it('leaves nothing that is wrong, loses nothing, and is undone byte for byte', () => {
    const before = treeOf()
    const report = JSON.parse(run('recover', '--auto-fix', '--json').out)
    expect(report).toMatchObject({ status: 'done', sessions_moved: 4, left: [] })
    const { issues } = JSON.parse(run('diagnose', '--json').out)
    expect(issues).toEqual([])
    const there = new Set(hashes(snapshotTree(home, { without: ['monitor', 'logs/recovery.log'] })))
    expect(hashes(before).filter((hash) => !there.has(hash))).toEqual([])
    const operations: { id: string }[] = report.operations
    expect(operations).toHaveLength(5)
    for (const { id } of operations.toReversed()) expect(run('undo', id, '--yes').code).toBe(0)
    expect(treeOf()).toEqual(before)
  })

  it('changes no file of the sessions that are active', () => {
    const active = new Set(
      JSON.parse(run('status', '--json').out)
        .sessions.filter(({ state }: { state: string }) => state === 'active')
        .map(({ id }: { id: string }) => id),
    )
    expect(active.size).toBe(6)
    const theirs = (): string[] =>
      snapshotTree(join(home, 'parallel_results/temp')).filter((line) =>
        [...active].some((id) => line.startsWith(`${id}_`)),
      )
    const before = theirs()
    run('recover', '--auto-fix')
    expect(before.length).toBeGreaterThan(6)
    expect(theirs()).toEqual(before)
  })

  it('completes a result wherever it is cut', () => {
    const directory = join(home, 'parallel_results/completed/20261123_190953_d83f3057')
    for (const name of readdirSync(directory)) {
      const bytes = readFileSync(join(directory, name))
      const whole = JSON.parse(bytes.toString())
      for (let length = 1; length < bytes.length - 1; length += 1) {
        const completion = completeJson(bytes.subarray(0, length))
        if (completion.kind !== 'completed') throw new Error(`${name} is not completed at byte ${length}.`)
        const fields = JSON.parse(Buffer.from(completion.bytes).toString())
        for (const field of completion.cut.complete) expect(fields[field]).toEqual(whole[field])
        if (typeof fields.result === 'string') expect(whole.result.startsWith(fields.result)).toBe(true)
      }
    }
  })
})
