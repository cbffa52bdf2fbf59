import { mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { ImportReport } from '#lib/model/imported-run.ts'
import { type ImportRequest, importRuns } from '#lib/monitor.ts'
import {
  type AgentWork,
  agentLines,
  assistant,
  callLines,
  lineId,
  makeTranscripts,
  PROJECT,
  sideChainLines,
  type Transcripts,
} from '#lib/testing/make-transcripts.ts'
import { configOf } from '#lib/testing/read-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { startAgent } from '#lib/testing/start-agent.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { copyImports } from './open-imports.ts'
import { runRows, type StoredRun } from './run-rows.ts'

const SESSION = '7c1e0f5a-0b57-4d0e-9a67-3c1c1a6a2f10'
const work = (id: string, rest: Partial<AgentWork> = {}): AgentWork => ({ session: SESSION, id, ...rest })

function importFrom(
  home: TemporaryHome,
  { projects }: Transcripts,
  request: Partial<ImportRequest> = {},
): ImportReport {
  return importRuns(configOf(home.path), {
    from: projects,
    sinceMs: null,
    dryRun: false,
    onProgress: () => undefined,
    ...request,
  })
}

function runsIn(home: TemporaryHome): StoredRun[] {
  const imports = copyImports(join(home.path, 'monitor'))
  try {
    return runRows(imports.db).after(0)
  } finally {
    imports.close()
  }
}

describe('an import', () => {
  it('reads the transcript of each agent: who, for whom, how long, how it ended', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1f0', { type: 'vector-auditor', tookMs: 125_000 }))
    transcripts.agent(work('a1f1', { answer: null }))
    expect(importFrom(home, transcripts)).toEqual({
      from: transcripts.projects,
      dryRun: false,
      transcripts: { found: 2, read: 2, unchanged: 0, older: 0, leftForLater: 0, unreadable: 0 },
      runs: { found: 2, imported: 2, alreadyThere: 0, updated: 0 },
      brokenLines: 0,
      unreadable: [],
    })
    expect(runsIn(home)).toMatchObject([
      {
        sessionId: SESSION,
        agentId: 'a1f0',
        taskId: 'vector-auditor_a1f0',
        agent: 'vector-auditor',
        project: '/home/dev/checkout-service',
        outcome: 'success',
        executionMs: 125_000,
        error: null,
      },
      { agentId: 'a1f1', agent: 'krukai-optimizer', outcome: 'interrupted' },
    ])
  })

  it('tells side chains of older versions apart that stand between the lines of their session and of each other', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const [one, two] = [work('one', { type: 'springfield-strategist' }), work('two', { tookMs: 5000 })]
    const [first, second] = [sideChainLines(one), sideChainLines(two)]
    const mixed = first.flatMap((line, at) => [line, ...second.slice(at, at + 1)])
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, [...callLines(one), ...mixed, ...callLines(two)])
    expect(importFrom(home, transcripts).runs).toMatchObject({ found: 2, imported: 2 })
    expect(runsIn(home).toSorted((a, b) => (a.executionMs ?? 0) - (b.executionMs ?? 0))).toMatchObject([
      { agentId: lineId(`${SESSION} two asked`), agent: 'krukai-optimizer', executionMs: 5000 },
      { agentId: lineId(`${SESSION} one asked`), agent: 'springfield-strategist', executionMs: 90_000 },
    ])
  })

  it('learns from the session what an agent is called where nothing beside its transcript says so', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a2', { type: null }))
    transcripts.agent(work('a3', { type: null, prompt: 'Asked by nobody that is known.' }))
    const called = callLines(work('a2', { type: 'Explore', prompt: 'Words of another kind.' }))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, [
      ...called.slice(0, 1),
      { ...called[1], toolUseResult: { agentId: 'a2' } },
    ])
    importFrom(home, transcripts)
    expect(runsIn(home).map(({ agentId, agent }) => [agentId, agent])).toEqual([
      ['a2', 'Explore'],
      ['a3', null],
    ])
  })

  it('knows the transcripts that agents had beside their session’s, and what the harness does for itself', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.write(`${PROJECT}/agent-0e95f0a1.jsonl`, agentLines(work('0e95f0a1')))
    transcripts.write(`${PROJECT}/agent-17d2.jsonl`, agentLines(work('17d2', { prompt: 'Warmup' })))
    transcripts.agent(work('acompact-12ab'))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, callLines(work('0e95f0a1', { type: 'Plan' })))
    expect(importFrom(home, transcripts)).toMatchObject({ transcripts: { found: 3 }, runs: { found: 1 } })
    expect(runsIn(home)).toMatchObject([{ sessionId: SESSION, agentId: '0e95f0a1', agent: 'Plan' }])
  })

  it('reads only what has changed when it is run again, and brings a run up to date that went on', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const grown = transcripts.agent(work('a1', { answer: null }))
    transcripts.agent(work('a2'))
    importFrom(home, transcripts)
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { found: 2, read: 0, unchanged: 2 },
      runs: { found: 2, imported: 0, alreadyThere: 2, updated: 0 },
    })
    transcripts.write(grown.slice(transcripts.projects.length + 1), agentLines(work('a1')), 1_800_000)
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { read: 1, unchanged: 1 },
      runs: { found: 2, imported: 0, alreadyThere: 1, updated: 1 },
    })
    expect(runsIn(home).map(({ outcome }) => outcome)).toEqual(['success', 'success'])
  })

  it('counts a run once that stands in two transcripts, since its session was taken up again', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const lines = sideChainLines(work('one'))
    const again = lines.map((line) => ({ ...line, sessionId: 'later' }))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, lines)
    transcripts.write(`${PROJECT}/later.jsonl`, again)
    expect(importFrom(home, transcripts).runs).toEqual({ found: 2, imported: 1, alreadyThere: 1, updated: 0 })
    expect(importFrom(home, transcripts).runs).toMatchObject({ imported: 0, updated: 0 })
  })

  it('leaves for later what is being written, and agents that such a session has not named yet', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'), 60_000)
    transcripts.agent(work('a2', { type: null }))
    transcripts.agent(work('a3'))
    const main = transcripts.write(
      `${PROJECT}/${SESSION}.jsonl`,
      callLines(work('a2', { type: 'Plan' })),
      1000,
    )
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { found: 4, read: 1, leftForLater: 3 },
      runs: { imported: 1 },
    })
    const hourAgo = new Date(Date.now() - 3_600_000)
    utimesSync(main, hourAgo, hourAgo)
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { leftForLater: 1 },
      runs: { imported: 1 },
    })
    expect(runsIn(home).map(({ agent }) => agent)).toEqual(['krukai-optimizer', 'Plan'])
  })

  it('leaves for later an agent that is waited for, however long it has been silent', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1', { answer: null }))
    transcripts.agent(work('a2'))
    const start = startAgent(home, { session_id: SESSION, agent_id: 'a1' }, { ageMs: 3_600_000 })
    startAgent(home, { session_id: SESSION, agent_id: 'a2', subagent_type: 'Plan' }, { ageMs: 3_600_000 })
    home.result({ session_id: SESSION, task_id: 'Plan_a2' })
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { read: 1, leftForLater: 1 },
      runs: { found: 1, imported: 0 },
    })
    rmSync(home.at(start.path))
    expect(importFrom(home, transcripts).runs).toMatchObject({ imported: 1, alreadyThere: 1 })
  })

  it('leaves out what has not changed since a time, and takes it another time', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('old'), 10 * 86_400_000)
    transcripts.agent(work('new'))
    const sinceMs = Date.now() - 86_400_000
    expect(importFrom(home, transcripts, { sinceMs })).toMatchObject({
      transcripts: { read: 1, older: 1 },
      runs: { imported: 1 },
    })
    expect(importFrom(home, transcripts).runs).toMatchObject({ imported: 1, alreadyThere: 1 })
  })

  it('says what would come, and writes nothing', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    const before = snapshotTree(home.path)
    const report = importFrom(home, transcripts, { dryRun: true })
    expect(report).toMatchObject({ dryRun: true, runs: { found: 1, imported: 1 } })
    expect(snapshotTree(home.path)).toEqual(before)
    importFrom(home, transcripts)
    expect(importFrom(home, transcripts, { dryRun: true }).runs).toMatchObject({
      imported: 0,
      alreadyThere: 1,
    })
  })

  it('counts broken lines, reads the others, and says which files are no transcripts', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const [asked, ...rest] = sideChainLines(work('a1'))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, [asked ?? {}, '{"type": "user", "mess', ...rest, '[1, '])
    transcripts.write(`${PROJECT}/noise.jsonl`, ['This is no JSON.', 'Nor is this.'])
    transcripts.write(`${PROJECT}/empty.jsonl`, [])
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { found: 3, read: 2, unreadable: 1 },
      runs: { found: 1, imported: 1 },
      brokenLines: 2,
      unreadable: [{ path: `${PROJECT}/noise.jsonl`, reason: 'No line of it is JSON.' }],
    })
    expect(runsIn(home)).toMatchObject([{ outcome: 'success', executionMs: 90_000 }])
  })

  it('keeps the chain of a run whose line in the middle is broken', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const lines = sideChainLines(work('a1')).map((line, at) => (at === 1 ? 'broken' : line))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, lines)
    importFrom(home, transcripts)
    expect(runsIn(home)).toMatchObject([{ outcome: 'success', executionMs: 90_000 }])
  })

  it('follows no link, and names one that it meets', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    using elsewhere = makeTranscripts()
    const outside = elsewhere.agent(work('outside'))
    const subagents = join(transcripts.projects, PROJECT, SESSION, 'subagents')
    mkdirSync(subagents, { recursive: true })
    symlinkSync(outside, join(subagents, 'agent-a1.jsonl'))
    symlinkSync(join(elsewhere.projects, PROJECT), join(transcripts.projects, '-linked'))
    symlinkSync(join(elsewhere.projects, PROJECT, SESSION), join(transcripts.projects, PROJECT, 'linked'))
    expect(importFrom(home, transcripts)).toMatchObject({
      transcripts: { found: 3, read: 0, unreadable: 3 },
      runs: { found: 0 },
      unreadable: [
        { path: `${PROJECT}/${SESSION}/subagents/agent-a1.jsonl` },
        { path: `${PROJECT}/linked`, reason: 'It is a symbolic link, and links are not followed.' },
        { path: '-linked' },
      ],
    })
  })

  it('takes names and ids that are hostile as words', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const session = '../../../../etc'
    const lines = agentLines(work('a1', { session })).map((line) => ({ ...line, __proto__: { polluted: 1 } }))
    transcripts.write(`-evil\n\u202e/${SESSION}/subagents/agent-%00'; DROP.jsonl`, lines)
    transcripts.write(`${PROJECT}/x/subagents/agent-${'l'.repeat(200)}.jsonl`, agentLines(work('a2')))
    expect(importFrom(home, transcripts).runs).toMatchObject({ imported: 2 })
    const runs = runsIn(home)
    expect(runs.map(({ sessionId }) => sessionId)).toEqual([session, SESSION])
    for (const { taskName } of runs) {
      expect(Buffer.byteLength(taskName)).toBeLessThanOrEqual(88)
      expect(taskName).not.toMatch(/[/\\\0]/)
    }
  })

  it('changes nothing where the transcripts are', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    transcripts.write(`${PROJECT}/${SESSION}.jsonl`, sideChainLines(work('old')))
    const directories = [transcripts.projects, join(transcripts.projects, PROJECT)]
    const timesOf = (): number[] => directories.map((path) => statSync(path).mtimeMs)
    const before = [snapshotTree(transcripts.configDirectory), timesOf()]
    importFrom(home, transcripts)
    importFrom(home, transcripts, { dryRun: true })
    expect([snapshotTree(transcripts.configDirectory), timesOf()]).toEqual(before)
  })

  it('sets a broken database aside and reads everything anew; one of a newer version it leaves', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    const path = join(home.path, 'monitor', 'imports.db')
    mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
    writeFileSync(path, 'This is no database. '.repeat(300), { mode: 0o600 })
    expect(importFrom(home, transcripts).runs).toMatchObject({ imported: 1 })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const db = new DatabaseSync(path)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => importFrom(home, transcripts)).toThrow(/was written by a newer version\. Use that one/)
  })

  it('says what it expected where there are no projects', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    expect(() => importFrom(home, transcripts, { from: '/nowhere/projects' })).toThrow(
      /^\/nowhere\/projects cannot be looked into \(ENOENT\): expected the directory/,
    )
  })

  it('ends an agent’s run with an error as the harness says it', () => {
    using home = temporaryHome()
    using transcripts = makeTranscripts()
    const lines = agentLines(work('a1', { answer: null }))
    const failed = assistant('msg_e', { type: 'text', text: 'API Error: Request timed out.' }, 'end_turn')
    const last = { ...lines[1], ...failed, isApiErrorMessage: true }
    transcripts.write(`${PROJECT}/${SESSION}/subagents/agent-a1.jsonl`, [...lines, last])
    importFrom(home, transcripts)
    expect(runsIn(home)).toMatchObject([{ outcome: 'timeout', error: 'API Error: Request timed out.' }])
  })
})
