import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PAYLOADS } from './fixtures/payloads.ts'
import { parsePayload } from './parse-payload.ts'
import { HeldText, scanObject } from './scan-object.ts'

/** Texts of this test are longer, so that they come in pieces. */
const LONG_BYTES = 100_000

const parse = (payload: object, event: string | null = null) =>
  parsePayload(Buffer.from(JSON.stringify(payload)), event)
const textOf = (text: { pieces(): Iterable<string> } | null): string | null =>
  text === null ? null : [...text.pieces()].join('')

describe('what a hook is handed', () => {
  it.each([
    ['claudeStart', 'SubagentStart', 'a1b2c3d4e5f60718', 'krukai-optimizer', 'claude-code', null],
    [
      'claudeStop',
      'SubagentStop',
      'a1b2c3d4e5f60718',
      'krukai-optimizer',
      'claude-code',
      'It is **twice** as fast: "x" → \\y.',
    ],
    ['claudeStopOf2025', 'SubagentStop', 'b2c3d4e5', null, 'claude-code', null],
    ['claudeStopOf1', 'SubagentStop', null, null, 'claude-code', null],
    ['claudeParentStop', 'Stop', null, null, 'claude-code', 'All agents are done.'],
    ['claudeSessionEnd', 'SessionEnd', null, null, 'claude-code', null],
    ['codexStart', 'SubagentStart', '019a0000-0000-7000-8000-000000000005', 'explorer', 'codex', null],
    [
      'codexStop',
      'SubagentStop',
      '019a0000-0000-7000-8000-000000000005',
      'explorer',
      'codex',
      'Found it in three places.',
    ],
  ] as const)('is understood: %s', (name, event, agentId, agentType, harness, answer) => {
    const payload = PAYLOADS[name]
    const read = parse(payload)
    expect(read).toMatchObject({
      sessionId: payload.session_id,
      transcriptPath: payload.transcript_path,
      ...{ event, agentId, agentType, harness },
    })
    expect(textOf(read.answer)).toBe(answer)
  })

  it('may name an event that is none of ours, or that the command line names', () => {
    const { session_id } = PAYLOADS.claudeStop
    expect(parse({ session_id, hook_event_name: 'PreToolUse' }).event).toBeNull()
    expect(parse({ session_id }, 'Stop').event).toBe('Stop')
  })

  it.each([
    ['', 'it is empty'],
    ['no JSON', 'it is no JSON object'],
    ['[]', 'it is no JSON object'],
    ['{"session_id": "a"', 'it breaks off'],
    ['{"session_id": "a"} {}', 'it goes on behind its end'],
    ['{"session_id": "a",}', 'a field was expected'],
    ['{"session_id" "a"}', 'a field was expected'],
    ['{"session_id": "a" "b": 1}', 'a comma was expected'],
    ['{"session_id": undefined}', 'is no JSON'],
    ['{"session_id": "\n"}', 'is no JSON'],
    ['{}', 'Expected "session_id"'],
    ['{"session_id": 5}', 'Expected "session_id"'],
  ])('is refused where it is %j', (text, message) => {
    expect(() => parsePayload(Buffer.from(text))).toThrow(message)
  })

  it('is refused where it is no UTF-8', () => {
    expect(() => parsePayload(Buffer.from('{"session_id": "\xff"}', 'latin1'))).toThrow('it is no UTF-8')
  })
})

describe('an object', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
        fc.constantFrom(0, 1, 4),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent)
          const parsed = new Map(Object.entries<unknown>(JSON.parse(text)))
          expect(scanObject(Buffer.from(text))).toEqual(parsed)
        },
      ),
    )
  })

  it('gives a long text piece by piece, wherever it is cut', () => {
    const unit = fc.constantFrom('a', 'é', '😀', '\\', '"', '\n', '\u2028', '\ud83d', '\x01', '日')
    fc.assert(
      fc.property(
        fc.string({ unit, minLength: 3, maxLength: 6 }),
        fc.integer({ min: 100_000, max: 100_010 }),
        (part, times) => {
          const text = part.repeat(times)
          const held = scanObject(Buffer.from(JSON.stringify({ text })), LONG_BYTES).get('text')
          expect(held).toBeInstanceOf(HeldText)
          const pieces = held instanceof HeldText ? [...held.pieces()] : []
          expect(pieces.length).toBeGreaterThan(1)
          expect(pieces.join('') === text).toBe(true)
        },
      ),
      {
        numRuns: 10,
        // Half a character, and behind it an escape that is not its other half.
        examples: [['\ud83d\na', 100_000]],
      },
    )
  })
})
