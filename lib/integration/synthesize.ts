import type { AgentAnswer, ConsensusLevel, Synthesis } from './integrated-session.ts'
import { onOneLine } from './on-one-line.ts'

/** What the original's integrator says of all agents together, by the words that their answers hold. */
export function synthesize(answers: ReadonlyMap<string, AgentAnswer>): Synthesis {
  const synthesis: Synthesis = {
    summary: `Integrated results from ${answers.size} agents`,
    key_insights: [],
    recommendations: [],
    consensus_level: consensusOf([...answers.values()]),
  }
  for (const [agent, { results }] of answers) {
    const { content } = results
    if (/recommendation/i.test(content))
      synthesis.recommendations.push(`[${onOneLine(agent)}] ${beginningOf(content)}...`)
    const insight = INSIGHTS.get(agent)
    if (insight?.word.test(content)) synthesis.key_insights.push(`${insight.finding} identified by ${agent}`)
  }
  return synthesis
}

/** The original keeps at most five insights, of which its own rules give no more than these two. */
const INSIGHTS: ReadonlyMap<string, { word: RegExp; finding: string }> = new Map([
  ['vector-auditor', { word: /risk/i, finding: 'Security Risk' }],
  ['krukai-optimizer', { word: /optimize/i, finding: 'Optimization opportunity' }],
])

/** The original's rule: one agent agrees with itself, even where it failed. */
function consensusOf(answers: readonly AgentAnswer[]): ConsensusLevel {
  const dissenting = answers.filter(({ status }) => status !== 'success').length
  if (dissenting === 0 || answers.length === 1) return 'high'
  return dissenting === 1 ? 'medium' : 'low'
}

/** Characters are code points, as the original's Python counts them; each takes at most two units of a string. */
function beginningOf(content: string): string {
  return [...content.slice(0, 2 * QUOTED_CHARACTERS)].slice(0, QUOTED_CHARACTERS).join('')
}

const QUOTED_CHARACTERS = 200
