import { describe, expect, it } from 'vitest'
import type { FileRecord } from '#lib/model/file-record.ts'
import { decideState } from './decide-state.ts'
import { emptyRecord } from './read-record.ts'

const NOW_MS = 1_000_000_000
const WINDOW_MS = 300_000

function result(fields: Partial<FileRecord>): FileRecord {
  const area = fields.area ?? 'completed'
  const place = {
    path: `${area}/s/a.json`,
    directory: `${area}/s`,
    name: 'a.json',
    area,
    kind: 'result',
  } as const
  return {
    ...emptyRecord(place, null),
    agent: 'krukai-optimizer',
    outcome: 'success',
    status: 'success',
    ...fields,
  }
}

const decide = (files: FileRecord[], quietMs = 0, expected: number | null = null) => {
  const { state, reason } = decideState(
    {
      files,
      agents: [],
      lastActivityAtMs: NOW_MS - quietMs,
      expected,
      movedTo: files.find(({ area }) => area === 'failed')?.directory ?? null,
    },
    NOW_MS,
    WINDOW_MS,
  )
  return [state, reason.rule, reason.evidence]
}

const failure = result({ outcome: 'timeout', status: 'timeout', error: 'No answer\nwithin the limit' })

describe('the state of a session', () => {
  it('is active until it was quiet for exactly the window, and stale from then on', () => {
    const live = [result({ area: 'temp' })]
    expect(decide(live, WINDOW_MS - 1)).toEqual([
      'active',
      'recent_activity',
      '1 result in temp/, the last change under 5 min ago.',
    ])
    expect(decide(live, WINDOW_MS, 3)).toEqual([
      'stale',
      'no_recent_activity',
      '1 of 3 expected results in temp/, quiet for over 5 min.',
    ])
  })

  it('stays what the files in temp make it, whatever failed; that is told beside it', () => {
    expect(decide([{ ...failure, area: 'temp' }, result({ area: 'failed' })])).toEqual([
      'active',
      'recent_activity',
      '2 results in temp/, 1 failed, the last change under 5 min ago.',
    ])
  })

  it('names whom it waits for, and what is known of the process once that is silent', () => {
    const record = result({ area: 'running', kind: 'running', outcome: 'running', status: null })
    const states = (['alive', 'gone', 'unknown'] as const).map((process) => {
      const agent = { record, startedAtMs: 0, lastSignAtMs: 0, process }
      const evidence = { files: [record], agents: [agent, agent], expected: 2, movedTo: null }
      return [0, WINDOW_MS].map(
        (quietMs) =>
          decideState({ ...evidence, lastActivityAtMs: NOW_MS - quietMs }, NOW_MS, WINDOW_MS).reason.evidence,
      )
    })
    const what = '0 of 2 expected results in running/, waiting for krukai-optimizer and 1 more agent'
    expect(states).toEqual(
      ['Its process is alive.', 'Its process is gone.', 'Whether its process is alive is unknown.'].map(
        (sentence) => [
          `${what}, the last change under 5 min ago.`,
          `${what}, quiet for over 5 min. ${sentence}`,
        ],
      ),
    )
  })

  it('is active while a running agent is all that there is', () => {
    const running = result({ area: 'running', kind: 'running', outcome: 'running', status: null })
    expect(decide([running], 0, 3)[2]).toBe(
      '0 of 3 expected results in running/, the last change under 5 min ago.',
    )
  })

  it('says of a failure who failed, how, and the first line of why', () => {
    expect(decide([failure])).toEqual([
      'failed',
      'unsuccessful_result',
      'krukai-optimizer ended with "timeout": No answer',
    ])
    expect(decide([failure, failure, failure])[2]).toBe(
      'krukai-optimizer ended with "timeout" (2 more failed): No answer',
    )
  })

  it('says of what was moved to failed/ why, where that can be told', () => {
    expect(decide([result({ area: 'failed' })])).toEqual(['failed', 'moved_to_failed', 'Lies in failed/s/.'])
    expect(decide([{ ...failure, area: 'failed', directory: 'failed/s', error: null }])[2]).toBe(
      'krukai-optimizer ended with "timeout". Lies in failed/s/.',
    )
  })

  it('is failed by what cannot be read and by what is missing', () => {
    const broken = result({ outcome: 'unreadable', status: null, problemDetail: 'The file is empty.' })
    expect(decide([broken])).toEqual([
      'failed',
      'unreadable_result',
      'The result of krukai-optimizer cannot be read: The file is empty.',
    ])
    expect(decide([result({})], 0, 2)).toEqual([
      'failed',
      'missing_result',
      '1 of 2 expected results arrived.',
    ])
  })

  it('is completed when every result is a success, more than expected included', () => {
    expect(decide([result({}), result({})], 0, 1)).toEqual([
      'completed',
      'all_succeeded',
      '2 results, every one a success.',
    ])
  })
})
