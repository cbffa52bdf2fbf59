import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus } from '#lib/testing/lay-out-corpus.ts'
import { integrateResults } from './integrate-results.ts'
import type { IntegratedSession, IntegrationMetadata } from './integrated-session.ts'
import { summaryMarkdown } from './summary-markdown.ts'

type OriginalMetadata = Omit<
  IntegrationMetadata,
  'unreadable_results' | 'cut_short_results' | 'missing_results'
>
type Original = Omit<IntegratedSession, 'metadata'> & { metadata: OriginalMetadata }

const results = join(corpus ?? '', 'files', 'parallel_results')
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(results, ...path), 'utf8'))

function readOriginals(): Original[] {
  const names = readdirSync(join(results, 'integrated')).filter((name) => name.endsWith('_integrated.json'))
  return names.map((name) => readJson('integrated', name))
}

/** Ours of the session's files, in the order in which the original found them, which no name or time tells. */
function integrateAs({ session_id, agent_results, timestamp }: Original): IntegratedSession {
  const agents = Object.keys(agent_results)
  const orderOf = ({ content }: { content: { subagent_type: string } }) =>
    agents.indexOf(content.subagent_type)
  const inputs = readdirSync(join(results, 'completed', session_id)).map((name) => {
    const path = join('completed', session_id, name)
    return { path, content: readJson(path), cutShort: null }
  })
  return integrateResults({
    sessionId: session_id,
    results: inputs.sort((a, b) => orderOf(a) - orderOf(b)),
    unreadable: [],
    missing: 0,
    atMs: Date.parse(timestamp),
  })
}

/** What the original would have written, had it not taken the hooks' "\n" for the error of a success. */
function withoutErrorsOfSuccesses(original: Original): Original {
  const copy = structuredClone(original)
  for (const { status, results } of Object.values(copy.agent_results))
    if (status === 'success' && 'error' in results) results.error = null
  return copy
}

const withoutTimestamp = (text: string): string => text.replace(/^(\*\*Timestamp\*\*: ).*$/m, '$1')

// Without the corpus there is nothing that ours could be held against.
describe.runIf(corpus !== undefined)('what the original integrated', () => {
  const originals = corpus === undefined ? [] : readOriginals()

  it('is 26 sessions', () => expect(originals).toHaveLength(26))

  it.each(originals)('is integrated alike, times and errors of successes aside: $session_id', (original) => {
    const ours = integrateAs(original)
    const expected = withoutErrorsOfSuccesses(original)
    expect(ours).toStrictEqual({
      ...expected,
      timestamp: ours.timestamp,
      metadata: {
        ...expected.metadata,
        integration_timestamp: ours.metadata.integration_timestamp,
        unreadable_results: [],
        cut_short_results: [],
        missing_results: 0,
      },
    })
  })

  it('differs from ours in the errors of its 98 successes only: the hooks write "\\n" there', () => {
    const differing = originals.flatMap((original) => {
      const ours = integrateAs(original).agent_results
      return Object.entries(original.agent_results).flatMap(([agent, { status, results }]) => {
        const our = ours[agent]?.results
        if (!('error' in results) || our === undefined || !('error' in our)) return []
        return results.error === our.error ? [] : [{ status, theirs: results.error, ours: our.error }]
      })
    })
    expect(differing).toEqual(Array(98).fill({ status: 'success', theirs: '\n', ours: null }))
  })

  it.each(originals)('is summarized in the same lines, the timestamp aside: $session_id', (original) => {
    const path = join(results, 'integrated', `${original.session_id}_summary.md`)
    const expected = withoutTimestamp(readFileSync(path, 'utf8').trimEnd())
    expect(withoutTimestamp(summaryMarkdown(integrateAs(original)).trimEnd())).toBe(expected)
  })
})
