import { printable } from '#lib/format/printable.ts'
import { shorten } from '#lib/format/shorten.ts'
import { TOKEN_KINDS, type TokenKind } from '#lib/model/agent-work.ts'
import { EXECUTION_BOUNDS_MS, type ExecutionCounter } from '#lib/model/metrics-counters.ts'
import type { Family, Label, Sample } from './families.ts'

/** Longer names of agents are cut: a scraper refuses everything for one label that is too long. */
const LABEL_LIMIT_CHARACTERS = 200

/** How many results ended how, how long they took, by agent and status, and what they cost. */
export function executionFamilies(executions: readonly ExecutionCounter[]): Family[] {
  const merged = mergeByLabel(executions)
  return [
    {
      name: 'trinitas_results',
      type: 'counter',
      unit: null,
      help: 'Results of agents that can be read, by agent and by how they ended.',
      samples: merged.map((counter) => ({
        suffix: '_total',
        labels: labelsOf(counter),
        value: counter.results,
      })),
    },
    {
      name: 'trinitas_execution_seconds',
      type: 'histogram',
      unit: 'seconds',
      help: 'Execution time of results whose time is known.',
      samples: merged.flatMap(histogramOf),
    },
    ...tokenFamily(executions),
  ]
}

const KIND_LABELS = {
  inputTokens: 'input',
  outputTokens: 'output',
  cacheReadTokens: 'cache_read',
  cacheWriteTokens: 'cache_write',
} as const satisfies Record<TokenKind, string>

/** Of an agent that never said, and of a kind that none did, there is no series: unknown is not 0. */
function tokenFamily(executions: readonly ExecutionCounter[]): Family[] {
  const sums = new Map<string, Sample>()
  for (const { agent, tokens } of executions)
    for (const kind of TOKEN_KINDS) {
      const count = tokens[kind]
      if (count === null) continue
      const labels: Label[] = [
        ['agent', labelOf(agent)],
        ['kind', KIND_LABELS[kind]],
      ]
      const key = JSON.stringify(labels)
      sums.set(key, { suffix: '_total', labels, value: (sums.get(key)?.value ?? 0) + count })
    }
  if (sums.size === 0) return []
  const help = 'Tokens of results that say how many they took, by agent and kind.'
  return [{ name: 'trinitas_tokens', type: 'counter', unit: null, help, samples: [...sums.values()] }]
}

const labelOf = (agent: string): string => shorten(printable(agent), LABEL_LIMIT_CHARACTERS)

/**
 * A series may come only once, and two names may be one as labels: what cannot be printed is written as its code, and
 * what is long is cut.
 */
function mergeByLabel(executions: readonly ExecutionCounter[]): ExecutionCounter[] {
  const merged = new Map<string, ExecutionCounter>()
  for (const counter of executions) {
    const agent = labelOf(counter.agent)
    const key = JSON.stringify([agent, counter.outcome])
    const before = merged.get(key)
    merged.set(key, before ? add(before, counter) : { ...counter, agent })
  }
  return [...merged.values()]
}

const add = (one: ExecutionCounter, other: ExecutionCounter): ExecutionCounter => ({
  ...one,
  results: one.results + other.results,
  timed: one.timed + other.timed,
  totalMs: one.totalMs + other.totalMs,
  counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0)),
})

const labelsOf = ({ agent, outcome }: ExecutionCounter): Label[] => [
  ['agent', agent],
  ['status', outcome],
]

/** Buckets are cumulative: each counts all that took at most its bound. */
function histogramOf(counter: ExecutionCounter): Sample[] {
  const labels = labelsOf(counter)
  let cumulative = 0
  const buckets = EXECUTION_BOUNDS_MS.map((boundMs, at): Sample => {
    cumulative += counter.counts[at] ?? 0
    return { suffix: '_bucket', labels: [...labels, ['le', boundMs / 1000]], value: cumulative }
  })
  return [
    ...buckets,
    { suffix: '_bucket', labels: [...labels, ['le', Number.POSITIVE_INFINITY]], value: counter.timed },
    { suffix: '_sum', labels, value: counter.totalMs / 1000 },
    { suffix: '_count', labels, value: counter.timed },
  ]
}
