import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { ImportReport } from '#lib/model/imported-run.ts'
import {
  type AgentWork,
  callLines,
  lineId,
  makeTranscripts,
  PROJECT,
  sideChainLines,
  type Transcripts,
} from '#lib/testing/make-transcripts.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const SESSION = '7c1e0f5a-0b57-4d0e-9a67-3c1c1a6a2f10'
/** Of one that is read as a whole there would be several copies. */
const LARGE_BYTES = 300 * 1024 * 1024
const work = (id: string, rest: Partial<AgentWork> = {}): AgentWork => ({ session: SESSION, id, ...rest })

const run = (home: TemporaryHome, { configDirectory }: Transcripts, ...args: string[]) =>
  runTrinitas(['import', ...args, '--home', home.path], { env: { CLAUDE_CONFIG_DIR: configDirectory } })

const reportOf = (
  out: string,
): ImportReport & { results: { files: number; operations: { id: string }[] } | null } => JSON.parse(out)

describe('trinitas import', () => {
  it('says what it found and did, and finds nothing new the second time', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    transcripts.agent(work('a2'))
    transcripts.agent(work('a3'), 1000)
    transcripts.write(`${PROJECT}/noise.jsonl`, ['Not a transcript.'])
    const { out, err, code } = run(home, transcripts)
    expect(out).toBe(
      [
        '=== Import ===',
        `Transcripts in ${transcripts.projects}: 4 (2 read, 1 left for later, 1 unreadable)`,
        'Runs: 2',
        'Imported: 2',
        'Already there: 0',
        '1 transcript of sessions that are at work: run this again once they have ended.',
        `⚠️  ${PROJECT}/noise.jsonl: No line of it is JSON.`,
        'The Performance page and `trinitas export` have them; `trinitas performance` counts result files, which `trinitas import --results` writes.',
        '',
      ].join('\n'),
    )
    expect([err, code]).toEqual(['', 1])
    rmSync(join(transcripts.projects, PROJECT, 'noise.jsonl'))
    const again = run(home, transcripts)
    expect(again.code).toBe(0)
    expect(again.out).toContain(
      ': 3 (0 read, 2 unchanged, 1 left for later)\nRuns: 2\nImported: 0\nAlready there: 2\n',
    )
  })

  it('is what export and the charts count, though no result file is there', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1', { type: 'vector-auditor' }))
    run(home, transcripts)
    const { out } = runTrinitas(['export', '--within', '7d', '--home', home.path])
    expect(JSON.parse(out)).toMatchObject({ view: { totals: { results: 1 } } })
    expect(out).toContain('vector-auditor')
    // That is of files alone, as the import says.
    const performance = () => runTrinitas(['performance', '--home', home.path]).out
    expect(performance()).toContain('Results: 0 in 0 sessions')
    expect(run(home, transcripts, '--results', '--yes').out).not.toContain('trinitas performance')
    expect(performance()).toContain('Results: 1 in 1 sessions')
  })

  it('makes the home of whoever begins with it, for that user alone', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    const path = join(home.path, 'fresh')
    const env = { CLAUDE_CONFIG_DIR: transcripts.configDirectory }
    expect(runTrinitas(['import', '--home', path], { env }).out).toContain('Imported: 1\n')
    expect(statSync(path).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(join(path, 'monitor')))
      expect(statSync(join(path, 'monitor', name)).mode & 0o777, name).toBe(0o600)
    expect(runTrinitas(['import', '--home', join(path, 'no', 'such')], { env })).toMatchObject({ code: 2 })
  })

  it('writes result files when that is confirmed, and undo takes them away', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    transcripts.agent(work('b1', { session: 'other' }))
    const before = snapshotTree(home.results, { without: ['.trash'] })
    const projects = snapshotTree(transcripts.configDirectory)
    const asked = run(home, transcripts, '--results')
    expect(asked).toMatchObject({ code: 2 })
    expect(asked.err).toBe('Nothing was changed: this asks on a terminal. Or say so beforehand with --yes.\n')
    expect(snapshotTree(home.results, { without: ['.trash'] })).toEqual(before)
    const { out, code } = run(home, transcripts, '--results', '--yes', '--json', '--run-limit', '1')
    expect(code).toBe(0)
    const { runs, results } = reportOf(out)
    expect([runs.alreadyThere, results?.files, results?.operations.length]).toEqual([2, 2, 2])
    expect(readdirSync(home.at('completed')).toSorted()).toEqual([SESSION, 'other'])
    const again = run(home, transcripts, '--results', '--yes')
    expect(again).toMatchObject({ code: 0 })
    expect(again.out).toContain('Every run that was imported has its result.')
    const counted = runTrinitas(['export', '--within', '7d', '--home', home.path])
    expect(JSON.parse(counted.out)).toMatchObject({ view: { totals: { results: 2 } } })
    for (const { id } of results?.operations.toReversed() ?? [])
      expect(runTrinitas(['undo', id, '--yes', '--home', home.path])).toMatchObject({ code: 0 })
    expect(snapshotTree(home.results, { without: ['.trash'] })).toEqual(before)
    expect(snapshotTree(transcripts.configDirectory)).toEqual(projects)
  })

  it('names what it expected of an option that it cannot take', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    expect(run(home, transcripts, '--since', 'long ago')).toMatchObject({
      code: 2,
      err: '--since is "long ago": expected how long ago, such as 2h, today, 10:00, or a time such as 2026-11-24T10:00.\n',
    })
    expect(run(home, transcripts, '--from', '/nowhere')).toMatchObject({ code: 2, out: '' })
  })

  it('goes on where it was killed, and imports nothing twice', async () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const agents = 600
    for (let at = 0; at < agents; at += 1)
      transcripts.agent(work(`a${at}`, { session: `session-${at % 20}`, prompt: 'x'.repeat(2000) }))
    const database = join(home.path, 'monitor', 'imports.db')
    let killed = 0
    for (const atLeast of [1, agents / 3]) {
      const child = spawn(`${root}bin/trinitas`, ['import', '--home', home.path], {
        stdio: 'ignore',
        env: { NODE_ENV: 'production', CLAUDE_CONFIG_DIR: transcripts.configDirectory },
      })
      const ended = once(child, 'exit')
      await expect
        .poll(() => countRuns(database), { timeout: 60_000, interval: 2 })
        .toBeGreaterThanOrEqual(atLeast)
      child.kill('SIGKILL')
      await ended
      killed += child.signalCode === 'SIGKILL' ? 1 : 0
    }
    const before = countRuns(database)
    expect(killed).toBeGreaterThanOrEqual(1)
    const { out, code } = run(home, transcripts, '--json')
    expect(code).toBe(0)
    const { runs, transcripts: counts } = reportOf(out)
    expect(runs).toEqual({ found: agents, imported: agents - before, alreadyThere: before, updated: 0 })
    expect(counts).toMatchObject({ unchanged: before, read: agents - before })
    expect(countRuns(database)).toBe(agents)
  })

  it('takes a long transcript in less memory than that is long', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    expect(writeLarge(transcripts, LARGE_BYTES)).toBeGreaterThan(LARGE_BYTES)
    const { peakBytes, out } = runMeasured(home, transcripts)
    expect(reportOf(out)).toMatchObject({ runs: { imported: 3 }, brokenLines: 1 })
    expect(peakBytes).toBeLessThan(200 * 1024 * 1024)
  }, 120_000)
})

function countRuns(path: string): number {
  if (!existsSync(path)) return 0
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    const table = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'runs'").get()
    return table === undefined ? 0 : Number(db.prepare('SELECT count(*) AS runs FROM runs').get()?.runs)
  } finally {
    db.close()
  }
}

/** The side chains of three agents that call tools for as long as it takes, one line too long to be read among them. */
function writeLarge({ projects, write }: Transcripts, bytes: number): number {
  const agents = ['one', 'two', 'three'].map((id) => work(id))
  const path = write(
    `${PROJECT}/${SESSION}.jsonl`,
    agents.flatMap((agent) => [...callLines(agent), ...sideChainLines(agent).slice(0, 3)]),
  )
  const descriptor = openSync(path, 'a')
  let written = writeSync(descriptor, `{"type": "user", "text": "${'y'.repeat(20 * 1024 * 1024)}"}\n`)
  const parents = agents.map(({ session, id }) => lineId(`${session} ${id} given`))
  for (let turn = 0; written < bytes; turn += 1) {
    const nth = turn % 3
    const [, call] = sideChainLines(work(`turn${turn}`))
    const line = { ...call, parentUuid: parents[nth], uuid: lineId(`turn ${turn}`) }
    parents[nth] = line.uuid
    written += writeSync(descriptor, `${JSON.stringify({ ...line, padding: 'z'.repeat(12_000) })}\n`)
  }
  for (const [nth, agent] of agents.entries()) {
    const last = { ...sideChainLines(agent)[3], parentUuid: parents[nth] }
    writeSync(descriptor, `${JSON.stringify(last)}\n`)
  }
  closeSync(descriptor)
  setAge(path, 3_600_000)
  return statSync(join(projects, PROJECT, `${SESSION}.jsonl`)).size
}

const PRINT_PEAK = 'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS))'

/** Node says itself at its end how much memory it had at most. */
function runMeasured(
  home: TemporaryHome,
  { configDirectory }: Transcripts,
): { peakBytes: number; out: string } {
  const scratch = mkdtempSync(join(tmpdir(), 'trinitas-peak-'))
  try {
    const hook = join(scratch, 'peak.mjs')
    writeFileSync(hook, PRINT_PEAK)
    const env = { CLAUDE_CONFIG_DIR: configDirectory, NODE_OPTIONS: `--import=${hook}` }
    const { out, err } = runTrinitas(['import', '--json', '--home', home.path], { env })
    const peak = /^peak (\d+)$/m.exec(err)?.[1]
    return { peakBytes: Number(peak) * 1024, out }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
