import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { agentsOf } from '#lib/testing/run-claude.ts'
import { linesOf, type SimulatedAgent } from '#lib/testing/simulated-session.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { readTranscript, type TranscriptLimits } from './read-transcript.ts'
import type { TranscriptSummary } from './transcript-summary.ts'

function written(home: TemporaryHome, lines: readonly (object | string)[]): string {
  const path = join(home.path, 'transcript.jsonl')
  writeFileSync(
    path,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  )
  return path
}

function summaryOf(lines: readonly (object | string)[], limits?: TranscriptLimits): TranscriptSummary {
  using home = temporaryHome()
  const reading = readTranscript(written(home, lines), limits)
  if (reading.kind !== 'read') throw new Error(reading.reason)
  return reading.summary
}

const claude = (ends: SimulatedAgent['ends'] = 'answered', answer = 'Done.'): object[] => {
  const [agent] = agentsOf(1, { ends, answer })
  if (agent === undefined) throw new Error('There is one.')
  return linesOf({ id: 'parent', cwd: '/home/dev/shop' }, agent)
}

const said = (content: object[], stop_reason: string | null): object => ({
  type: 'assistant',
  timestamp: '2026-11-23T10:00:09.000Z',
  message: { id: 'msg', role: 'assistant', content, stop_reason },
})
const told = (content: unknown): object => ({ type: 'user', message: { role: 'user', content } })
const toolResult = (content: unknown, is_error: boolean): object =>
  told([{ type: 'tool_result', tool_use_id: 't', content, is_error }])

describe('a transcript of Claude Code', () => {
  it('says who worked, on what, with what, and what came of it', () => {
    expect(summaryOf(claude())).toMatchObject({
      ...{ harness: 'claude-code', sessionId: 'parent', agentId: 'a0000', cwd: '/home/dev/shop' },
      ...{ version: '2.1.167', gitBranch: 'main', model: 'claude-sonnet-5', requestId: 'req-two-a0000' },
      ...{ prompt: 'Look at it, krukai-optimizer', answer: 'Done.', toolCalls: 1, lines: 5, unknownLines: 0 },
      // The usage of a message stands on each of its lines.
      usage: { input: 20, output: 40, cacheRead: 600, cacheCreation: 80 },
      end: { kind: 'answered', settled: true },
    })
  })

  it.each<[string, object[], object]>([
    ['nothing', [], { kind: 'open' }],
    ['a question', [told('Go')], { kind: 'open' }],
    ['a tool that is called', [said([{ type: 'tool_use', id: 't' }], 'tool_use')], { kind: 'open' }],
    ['words before a tool', [said([{ type: 'text', text: 'I look.' }], 'tool_use')], { kind: 'open' }],
    [
      'words of an older version',
      [said([{ type: 'text', text: 'Done.' }], null)],
      { kind: 'answered', settled: false },
    ],
    ['thoughts', [said([{ type: 'thinking', thinking: 'Hm.' }], null)], { kind: 'open' }],
    [
      'a refusal',
      [said([{ type: 'text', text: 'No.' }], 'refusal')],
      { kind: 'error', text: 'The model refused to answer.' },
    ],
    ['what a tool gave', [toolResult('fine', false)], { kind: 'open' }],
    [
      'a tool that failed',
      [toolResult([{ type: 'text', text: 'No such file' }], true)],
      { kind: 'tool_error', text: 'No such file' },
    ],
    [
      'an interruption',
      claude('interrupted'),
      { kind: 'interrupted', text: '[Request interrupted by user]' },
    ],
    [
      'a tool that was interrupted',
      [toolResult('[Request interrupted by user for tool use]', true)],
      { kind: 'interrupted', text: '[Request interrupted by user for tool use]' },
    ],
    ['an error of the model', claude('api_error'), { kind: 'error', text: 'API Error: 529 Overloaded.' }],
    [
      'a model that answers too late',
      [
        {
          type: 'assistant',
          isApiErrorMessage: true,
          message: { content: [{ type: 'text', text: 'API Error: Request timed out.' }] },
        },
      ],
      { kind: 'timeout', text: 'API Error: Request timed out.' },
    ],
    [
      'the last turn that it may take',
      [{ type: 'attachment', attachment: { type: 'max_turns_reached', maxTurns: 3 } }],
      { kind: 'error', text: 'It reached the number of turns that it may take.' },
    ],
  ])('ends with %s', (_, lines, end) => {
    expect(summaryOf(lines).end).toEqual(end)
  })

  it('is read with lines that nobody knows, cut short, of other types and of other days', () => {
    const lines = ['', 'no JSON', '5', '{"type": "of tomorrow"}', ...claude(), '{"type":"assistant","mess']
    expect(summaryOf(lines)).toMatchObject({ answer: 'Done.', unknownLines: 4, toolCalls: 1 })
  })

  it('does not say what stands in a line that is too long', () => {
    const summary = summaryOf([...claude(), said([{ type: 'text', text: 'x'.repeat(5000) }], 'end_turn')], {
      lineBytes: 4000,
    })
    expect(summary).toMatchObject({ answer: 'Done.', unknownLines: 1 })
  })

  it('that is very long is read at its ends, and its sums are unknown', () => {
    const middle = Array.from({ length: 4000 }, () => said([{ type: 'text', text: 'm'.repeat(5000) }], null))
    const summary = summaryOf([...claude('hangs'), ...middle, ...claude('answered', 'The end.')], {
      wholeBytes: 1_000_000,
    })
    expect(summary).toMatchObject({ sessionId: 'parent', answer: 'The end.', usage: null, toolCalls: null })
    expect(summary.prompt).toBe('Look at it, krukai-optimizer')
    expect(summary.lines).toBeLessThan(3000)
  })

  it('that ends in an answer longer than its tail is found nevertheless', () => {
    const answer = 'y'.repeat(20_000_000)
    const summary = summaryOf([...claude('hangs'), ...claude('answered', answer)], { wholeBytes: 1_000_000 })
    expect(summary.answer?.length).toBe(20_000_000)
  })
})

describe('a rollout of Codex', () => {
  const line = (type: string, payload: object): object => ({
    timestamp: '2026-11-23T10:00:00.000Z',
    type,
    payload,
  })
  const lines = [
    line('session_meta', { id: 'thread', cwd: '/home/dev/shop', cli_version: '0.155.1' }),
    line('turn_context', { model: 'gpt-5.5', cwd: '/home/dev/shop' }),
    line('event_msg', { type: 'task_started' }),
    line('response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'Find it' }],
    }),
    line('response_item', { type: 'function_call', name: 'shell', arguments: '{}', call_id: 'c' }),
    line('response_item', { type: 'function_call_output', call_id: 'c', output: 'three places' }),
    line('event_msg', { type: 'token_count', info: null }),
    line('event_msg', {
      type: 'token_count',
      info: { total_token_usage: { input_tokens: 1000, cached_input_tokens: 600, output_tokens: 50 } },
    }),
    line('response_item', {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Found it.' }],
    }),
  ]

  it('says the same of its agent', () => {
    expect(summaryOf(lines)).toMatchObject({
      ...{
        harness: 'codex',
        sessionId: 'thread',
        cwd: '/home/dev/shop',
        version: '0.155.1',
        model: 'gpt-5.5',
      },
      ...{ prompt: 'Find it', answer: 'Found it.', toolCalls: 1, unknownLines: 0 },
      usage: { input: 400, output: 50, cacheRead: 600, cacheCreation: 0 },
      end: { kind: 'answered', settled: false },
    })
  })

  it.each([
    [
      { type: 'task_complete', last_agent_message: 'Found it.' },
      { kind: 'answered', settled: true },
    ],
    [
      { type: 'turn_aborted', reason: 'interrupted' },
      { kind: 'interrupted', text: 'interrupted' },
    ],
    [
      { type: 'error', message: 'stream disconnected' },
      { kind: 'error', text: 'stream disconnected' },
    ],
    [
      { type: 'error', message: 'request timed out' },
      { kind: 'timeout', text: 'request timed out' },
    ],
  ])('ends with %j', (event, end) => {
    expect(summaryOf([...lines, line('event_msg', event)]).end).toEqual(end)
  })
})

describe('what is no transcript', () => {
  it('is not read, and not waited for', () => {
    using home = temporaryHome()
    const [pipe, link] = [join(home.path, 'pipe'), join(home.path, 'link')]
    spawnSync('mkfifo', [pipe])
    symlinkSync(written(home, claude()), link)
    mkdirSync(join(home.path, 'directory'))
    expect(readTranscript(join(home.path, 'none'))).toEqual({ kind: 'unseen', reason: 'it is not there' })
    expect(readTranscript(pipe)).toEqual({ kind: 'unseen', reason: 'it is no regular file' })
    expect(readTranscript(join(home.path, 'directory'))).toEqual({
      kind: 'unseen',
      reason: 'it is no regular file',
    })
    expect(readTranscript(link)).toEqual({ kind: 'unseen', reason: 'reading it failed with ELOOP' })
  })
})
