import { describe, expect, it } from 'vitest'
import { completeJson } from './complete-json.ts'

const LEVELS = 100_000
const LARGE_BYTES = 50_000_000

/** The shortest of three, since the machine has other things to do. */
function shortestMs(work: () => void): number {
  const times = [0, 1, 2].map(() => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...times)
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 1) sum = (sum + (bytes[at] ?? 0)) | 0
  return sum
}

describe('a large file that was cut', () => {
  it('is completed at once', () => {
    const line = 'Checked `größe`, found "nothing"\\n of note\\t'
    const start = `{\n    "session_id": "x",\n    "result": "${line.replaceAll('"', '\\"')}`
    const bytes = Buffer.alloc(LARGE_BYTES, start.slice(start.indexOf('Checked')))
    bytes.write(start)
    const loopMs = shortestMs(() => expect(checksum(bytes)).not.toBe(0))
    const ms = shortestMs(() => expect(completeJson(bytes).kind).toBe('completed'))
    expect(ms).toBeLessThan(1000)
    expect(ms / loopMs).toBeLessThan(12)
  })
})

describe('brackets without end', () => {
  it.each(['[', '{"a":', '[{"a":'])('such as %s are closed', (opening) => {
    const completion = completeJson(Buffer.from(opening.repeat(LEVELS)))
    expect(completion.kind).toBe('completed')
  })

  it('are given up where they would take too much memory', () => {
    expect(completeJson(Buffer.alloc(LARGE_BYTES, '[')).kind).toBe('not_cut')
  })
})
