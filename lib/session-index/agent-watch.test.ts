import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileRecord } from '#lib/model/file-record.ts'
import { emptyRecord } from '#lib/sessions/read-record.ts'
import { watchAgents } from './agent-watch.ts'

const START_MS = Date.UTC(2026, 10, 30, 12)
const HOUR_MS = 3_600_000

describe('agents at work', () => {
  let directory: string
  let transcript: string
  let nowMs: number

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'trinitas-agents-'))
    transcript = join(directory, 'agent.jsonl')
    writeFileSync(transcript, '')
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const grow = (atMs: number): void => utimesSync(transcript, atMs / 1000, atMs / 1000)
  const agent = (
    sessionId: string,
    path: string | null = transcript,
    startedAtMs = START_MS,
  ): FileRecord => ({
    ...emptyRecord(
      {
        path: `running/${sessionId}/t.json`,
        directory: `running/${sessionId}`,
        name: 't.json',
        area: 'running',
        kind: 'running',
      },
      { sizeBytes: 1, modifiedAtMs: startedAtMs, inode: 1 },
    ),
    sessionId,
    work: { startedAtMs, transcript: path, process: null },
  })
  const watched = () => {
    nowMs = START_MS
    return watchAgents(() => nowMs)
  }

  it('are looked at every two seconds while they write, and tell of it', () => {
    const agents = watched()
    grow(START_MS)
    agents.follow('s', [agent('s')])
    expect(agents.nextLookMs()).toBe(START_MS + 2000)
    grow(START_MS + 1500)
    expect([...agents.lookAtDue()]).toEqual([])
    nowMs += 2000
    expect([...agents.lookAtDue()]).toEqual(['s'])
    expect(agents.signOf(agent('s')).grewAtMs).toBe(START_MS + 1500)
    nowMs += 2000
    expect([...agents.lookAtDue()]).toEqual([])
  })

  it('are looked at the more rarely the longer they are silent, and at least once a minute', () => {
    const agents = watched()
    grow(START_MS - 300_000)
    agents.follow('quiet', [agent('quiet', transcript, START_MS - HOUR_MS)])
    expect(agents.nextLookMs()).toBe(START_MS + 20_000)
    agents.follow('quiet', [])
    agents.follow('old', [agent('old', null, START_MS - 1000 * HOUR_MS)])
    expect(agents.nextLookMs()).toBe(START_MS + 60_000)
  })

  it('are forgotten once they answered', () => {
    const agents = watched()
    agents.follow('s', [agent('s')])
    agents.follow('s', [])
    expect(agents.nextLookMs()).toBe(Number.POSITIVE_INFINITY)
    nowMs += HOUR_MS
    expect(agents.lookAtDue().size).toBe(0)
  })

  it('that were left behind by the thousand are looked at some hundreds at a time', () => {
    const agents = watched()
    const ids = Array.from({ length: 3000 }, (_, nth) => `s${nth}`)
    grow(START_MS - HOUR_MS)
    for (const id of ids) agents.follow(id, [agent(id, transcript, START_MS - HOUR_MS)])
    nowMs += 60_000
    grow(nowMs)
    const rounds: number[] = []
    while (agents.nextLookMs() <= nowMs) rounds.push(agents.lookAtDue().size)
    expect(rounds).toEqual(new Array(12).fill(250))
  })
})
