import { join } from 'node:path'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { findResult } from './find-result.ts'
import { readWherePossible } from './read-small-file.ts'
import { resultNames } from './result-names.ts'
import type { StartedRecord } from './started-record.ts'

type Metadata = Readonly<Record<string, string | number>>

const COUNTS = [
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'tool_calls',
] as const

const LIMIT_BYTES = 16 * 1024 * 1024

/**
 * The counts of a transcript without what the agent's earlier runs took, since it goes on in the same one. A count that an
 * earlier result does not say is unknown of the later one, and left out.
 */
export function withoutEarlier(results: string, record: StartedRecord, metadata: Metadata): Metadata {
  const { session_id: sessionId, subagent_type: agentType, agent_id: agentId, result_name: own } = record
  const names = new Set(resultNames(results, { sessionId, agentType, agentId }))
  names.delete(own)
  if (names.size === 0) return metadata
  const earlier = [...names].map((name) => metadataIn(results, sessionId, name))
  const rest = new Map(Object.entries(metadata))
  for (const count of COUNTS) {
    const left = earlier.reduce<number>((sum, one) => sum - numberIn(one, count), Number(rest.get(count)))
    if (left >= 0) rest.set(count, left)
    else rest.delete(count)
  }
  return Object.fromEntries(rest)
}

function metadataIn(results: string, sessionId: string, name: string): unknown {
  const path = findResult(results, sessionId, name)
  const reading = path === null ? null : readWherePossible(join(results, path), LIMIT_BYTES)
  const json = reading?.whole ? parseJson(reading.bytes.toString('utf8')) : null
  return json?.kind === 'value' ? ownField(json.value, 'metadata') : undefined
}

function numberIn(metadata: unknown, name: string): number {
  const value = ownField(metadata, name)
  return typeof value === 'number' ? value : Number.NaN
}
