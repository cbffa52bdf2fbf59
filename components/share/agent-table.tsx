import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatRate } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { NumberTable } from './number-table.tsx'

const COLUMNS = [
  'Agent',
  'Results',
  'Success rate',
  'Average',
  'Median',
  '95th percentile',
  '99th percentile',
]

/** Each agent's numbers, the one with most results first. */
export function AgentTable({ view: { agents } }: { view: MetricsView }) {
  const rows = agents.map(({ agent, results, successRate, averageMs, p50Ms, p95Ms, p99Ms }) => ({
    key: agent,
    cells: [
      printable(agent),
      formatCount(results),
      formatRate(successRate),
      ...[averageMs, p50Ms, p95Ms, p99Ms].map(formatDuration),
    ],
  }))
  return <NumberTable title="Agents" columns={COLUMNS} rows={rows} nothing="No result ended in this time." />
}
