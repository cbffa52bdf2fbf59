import { formatQuantity } from '#lib/format/number.ts'
import type { AgentAnswer, IntegratedSession, IntegrationMetadata, Synthesis } from './integrated-session.ts'
import { onOneLine } from './on-one-line.ts'

/**
 * `<session>_summary.md`, as the original writes it, and before the synthesis what is not in the answer, where that is
 * anything. Recommendations stand last: they are cut, and may open a code block that nothing closes.
 */
export function summaryMarkdown(session: IntegratedSession): string {
  const { session_id, timestamp, agent_results, synthesis, metadata } = session
  const blocks = [
    '# Parallel Execution Summary',
    [
      `**Session ID**: ${onOneLine(session_id)}`,
      `**Timestamp**: ${timestamp}`,
      `**Total Execution Time**: ${metadata.total_execution_time_ms}ms`,
    ].join('\n'),
    '## Agent Results',
    ...Object.entries(agent_results).map(([agent, answer]) => agentBlock(agent, answer)),
    ...gapBlocks(metadata),
    ...synthesisBlocks(synthesis),
  ]
  return `${blocks.join('\n\n')}\n`
}

function agentBlock(agent: string, { status, execution_time_ms, results }: AgentAnswer): string {
  return [
    `### ${onOneLine(agent)}`,
    `- Status: ${status}`,
    `- Execution Time: ${execution_time_ms}ms`,
    `- Results: ${countCharacters(results.content)} characters`,
  ].join('\n')
}

function gapBlocks(metadata: IntegrationMetadata): string[] {
  const { unreadable_results, cut_short_results, missing_results } = metadata
  const gaps = [
    ...unreadable_results.map(({ path, reason }) => `Unreadable: ${path}: ${reason}`),
    ...cut_short_results.map(({ path, missing }) => `Cut short: ${path}: ${missing}`),
    ...(missing_results > 0 ? [`Missing: ${formatQuantity(missing_results, 'expected result')}`] : []),
  ]
  return gaps.length === 0 ? [] : ['## Not in this answer', listOf(gaps.map(onOneLine))]
}

function synthesisBlocks({ consensus_level, key_insights, recommendations }: Synthesis): string[] {
  const blocks = ['## Synthesis', `**Consensus Level**: ${consensus_level}`]
  if (key_insights.length > 0) blocks.push(`### Key Insights\n${listOf(key_insights)}`)
  if (recommendations.length > 0) blocks.push(`### Recommendations\n${listOf(recommendations)}`)
  return blocks
}

const listOf = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')

/** Code points, as the original's Python counts them; a list of them would take many times the text's memory. */
function countCharacters(text: string): number {
  let characters = text.length
  for (let at = 0; at < text.length; at += 1)
    if ((text.codePointAt(at) ?? 0) > LAST_OF_ONE_UNIT) characters -= 1
  return characters
}

/** Characters behind it take two units of a string, and a second half by itself is none of them. */
const LAST_OF_ONE_UNIT = 0xffff
