import { EXECUTION_TIMES, LINES, TOKENS } from '#lib/export/metrics-lines.ts'
import type { MetricsTable } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import {
  agentsTable,
  agentTimesTable,
  agentTokensTable,
  errorsTable,
  sessionsTable,
  totalsTable,
} from './list-tables.ts'
import { column, type Table, tableOfLines } from './table.ts'

/** The numbers of a view that a chart draws, or a list of it, as a table. */
export function makeTable(view: MetricsView, table: MetricsTable): Table {
  switch (table) {
    case 'totals':
      return totalsTable(view)
    case 'agents':
      return agentsTable(view)
    case 'sessions':
      return sessionsTable(view)
    case 'frequent-errors':
      return errorsTable(view)
    case 'heat-map':
      return heatMapTable(view)
    case EXECUTION_TIMES:
      return agentTimesTable(view)
    case TOKENS:
      return agentTokensTable(view)
    default:
      return tableOfLines(view.range.startsMs, LINES[table](view))
  }
}

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

function heatMapTable({ heatMap: { results, timeZone } }: MetricsView): Table {
  return {
    columns: [
      column('Weekday', 'text'),
      column('Hour', 'text'),
      column('Time zone', 'text'),
      column('Results', 'count'),
    ],
    rows: results.map((count, hour) => [
      WEEKDAYS[Math.floor(hour / 24)] ?? null,
      `${String(hour % 24).padStart(2, '0')}:00`,
      timeZone,
      count,
    ]),
  }
}
