import { closeSync, constants, fstatSync, openSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import { keyOfPrompt } from './transcript/agent-names.ts'
import { collectRuns } from './transcript/collect-runs.ts'
import { readLines } from './transcript/read-lines.ts'
import type { TranscriptReading } from './transcript/read-transcript.ts'

/** An agent whose lines stand in its session's own transcript; it is called by the first of them. */
export type SideChain = {
  agentId: string
  agentType: string | null
  reading: Extract<TranscriptReading, { kind: 'read' }>
}

/** Takes half a second: longer than that no agent is to wait, and of a longer transcript the end is read. */
const READ_BYTES = 64 * 1024 * 1024
const LINE_BYTES = 8 * 1024 * 1024

const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The agents in a session's transcript, as versions of 2025 wrote it; none where it cannot be read. */
export function readSideChains(path: string): SideChain[] {
  let descriptor: number
  try {
    descriptor = openSync(path, READING)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return []
  }
  try {
    return chainsIn(descriptor)
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return []
  } finally {
    closeSync(descriptor)
  }
}

function chainsIn(descriptor: number): SideChain[] {
  const stat = fstatSync(descriptor)
  if (!stat.isFile()) return []
  const whole = stat.size <= READ_BYTES
  const collected = collectRuns(whole ? 'chains' : 'part of chains')
  const start = whole ? 0 : stat.size - READ_BYTES
  for (const line of readLines(descriptor, { start, end: stat.size, lineLimitBytes: LINE_BYTES }))
    collected.take(line)
  const { runs, names } = collected.end()
  return runs.flatMap(({ chain, summary }) => {
    if (chain === null) return []
    const { prompt } = summary
    const agentType = names.get(chain) ?? (prompt === null ? undefined : names.get(keyOfPrompt(prompt)))
    // Of one that may have begun before, nobody knows the sums.
    const known = whole ? summary : { ...summary, usage: null, toolCalls: null }
    const read = {
      kind: 'read',
      summary: known,
      whole,
      sizeBytes: stat.size,
      modifiedAtMs: stat.mtimeMs,
    } as const
    return [{ agentId: chain, agentType: agentType ?? null, reading: read }]
  })
}
