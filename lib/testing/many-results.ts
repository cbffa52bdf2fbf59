import type { FileRow } from '#lib/history/file-row.ts'

const AGENTS = ['krukai-optimizer', 'springfield-strategist', 'vector-auditor', 'general-purpose', 'reviewer']
const PROJECTS = ['/srv/shop', '/srv/search', '/srv/billing']
const DAY_MS = 86_400_000

/** A generator of numbers from 0 to 1 that gives the same ones each time. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Rows of results that ended one after the other within some days before now, five a session. */
export function* manyResults(count: number, days: number, nowMs: number): Generator<FileRow> {
  const random = mulberry(7)
  for (let at = 0; at < count; at += 1) {
    const session = Math.floor(at / 5)
    const endedAtMs = Math.floor(nowMs - days * DAY_MS * (1 - (session * 5) / count) - random() * 60_000)
    const agent = AGENTS[at % AGENTS.length] ?? null
    const failed = random() < 0.08
    const executionMs = random() < 0.05 ? null : Math.round(1000 * Math.exp(random() * 5))
    const error = failed ? `Request ${at} to host ${at % 7}.example timed out after ${at % 13} s` : null
    yield [
      `completed/s${session}`,
      `s${session}_${at % 5}.json`,
      'completed',
      'result',
      `s${session}`,
      4000,
      endedAtMs,
      at + 1,
      `t${at % 5}`,
      agent,
      PROJECTS[session % PROJECTS.length] ?? null,
      failed ? (at % 3 === 0 ? 'timeout' : 'error') : 'success',
      failed ? 'error' : 'success',
      endedAtMs,
      executionMs,
      error,
      null,
      0,
      null,
      null,
      null,
    ]
  }
}
