import { printable } from '#lib/format/printable.ts'
import type { MetricsFilter } from '#lib/model/metrics-query.ts'
import { OUTCOMES } from '../session/outcome-badge.tsx'

type Props = { filter: MetricsFilter; projects: boolean }

/** What the numbers are of, where it is not everything. A project may be secret, that there is a filter is not. */
export function ViewFilter({ filter: { agents, projects, outcomes }, projects: named }: Props) {
  const parts = [
    agents.length > 0 && `agents ${agents.map(printable).join(', ')}`,
    projects.length > 0 && (named ? `projects ${projects.map(printable).join(', ')}` : 'some projects'),
    outcomes.length > 0 &&
      `results that ended with ${outcomes.map((of) => OUTCOMES[of].word.toLowerCase()).join(' or ')}`,
  ].filter((part) => part !== false)
  if (parts.length === 0) return null
  return <p className="text-[13px] break-words text-muted">Only {parts.join('; ')}.</p>
}
