import type { ReactNode } from 'react'
import { formatDuration } from '#lib/format/duration.ts'
import { formatCount, formatRate } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { AgentMetrics, MetricsView } from '#lib/model/metrics-view.ts'
import { Panel } from '../ui/panel.tsx'
import { CELL, DataTable, HEAD } from './data-table.tsx'
import { PERCENTILE_WORDS } from './make-charts.ts'
import { PanelAside } from './panel-aside.tsx'
import { RangeWords } from './range-words.tsx'

/** Unknown is not 0. */
const countOf = (count: number | null): string => (count === null ? '–' : formatCount(count))

const COLUMNS: { label: string; of: (agent: AgentMetrics) => string }[] = [
  { label: 'Results', of: ({ results }) => formatCount(results) },
  { label: 'Success', of: ({ successRate }) => formatRate(successRate) },
  { label: 'Known times', of: ({ timed }) => formatCount(timed) },
  { label: 'Average', of: ({ averageMs }) => formatDuration(averageMs) },
  { label: 'p50', of: ({ p50Ms }) => formatDuration(p50Ms) },
  { label: 'p95', of: ({ p95Ms }) => formatDuration(p95Ms) },
  { label: 'p99', of: ({ p99Ms }) => formatDuration(p99Ms) },
  { label: 'Tokens in', of: ({ tokens }) => countOf(tokens.inputTokens) },
  { label: 'Tokens out', of: ({ tokens }) => countOf(tokens.outputTokens) },
]

type Props = { view: MetricsView; exportMenu?: ReactNode }

/** Every agent of the range, also those of which no line is drawn. */
export function AgentsTable({ view: { agents, range, percentiles }, exportMenu }: Props) {
  const undrawn = agents.filter(({ lines }) => lines === null).length
  return (
    <Panel
      title="Agents"
      aside={
        <PanelAside exportMenu={exportMenu}>
          <RangeWords range={range} />, percentiles {PERCENTILE_WORDS[percentiles]}
          {undrawn > 0 && `; lines are drawn of the first ${agents.length - undrawn}`}
        </PanelAside>
      }
    >
      <DataTable label="Agents">
        <thead>
          <tr>
            <th scope="col" className={HEAD}>
              Agent
            </th>
            {COLUMNS.map(({ label }) => (
              <th key={label} scope="col" className={`${HEAD} text-right`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <tr key={agent.agent} className="border-t">
              <th scope="row" className={`${CELL} text-left font-normal`}>
                {printable(agent.agent)}
              </th>
              {COLUMNS.map(({ label, of }) => (
                <td key={label} className={`${CELL} text-right whitespace-nowrap`}>
                  {of(agent)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Panel>
  )
}
