'use client'

import { ArrowLeftRight, X } from 'lucide-react'
import { MEASURED_OUTCOMES } from '#lib/model/metrics-query.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { OUTCOMES } from '../session/outcome-badge.tsx'
import { Button } from '../ui/button.tsx'
import { MultiSelect } from '../ui/multi-select.tsx'
import { countFilters, type MetricsParams, NO_FILTERS } from './metrics-params.ts'
import { RangePicker } from './range-picker.tsx'

/** A change of what is asked; `null` is the default. */
export type ParamsChange = { [Name in keyof MetricsParams]?: MetricsParams[Name] | null }

type Props = {
  params: MetricsParams
  view: MetricsView | null
  facets: { agents: string[]; projects: string[] }
  onChange: (change: ParamsChange) => void
}

/** Also those that came after the page, or whose files are gone. */
function namesOf(known: readonly string[], view: MetricsView | null): string[] {
  return [...new Set([...known, ...(view?.agents ?? []).map(({ agent }) => agent)])].sort()
}

const OUTCOME_NAMES = {
  success: OUTCOMES.success.word,
  error: OUTCOMES.error.word,
  timeout: OUTCOMES.timeout.word,
  interrupted: OUTCOMES.interrupted.word,
}

/** Which results the numbers are of. All of it stands in the URL. */
export function MetricsFilters({ params, view, facets, onChange }: Props) {
  const { agent, project, status, compare } = params
  return (
    <search aria-label="Metrics" className="flex flex-wrap items-center gap-2">
      <RangePicker params={params} view={view} onChange={onChange} />
      <MultiSelect
        label="Agents"
        chosen={agent}
        options={namesOf(facets.agents, view)}
        onChange={(chosen) => onChange({ agent: chosen })}
      />
      <MultiSelect
        label="Projects"
        chosen={project}
        options={facets.projects}
        onChange={(chosen) => onChange({ project: chosen })}
      />
      <MultiSelect
        label="Status"
        chosen={status}
        options={MEASURED_OUTCOMES}
        names={OUTCOME_NAMES}
        onChange={(chosen) => onChange({ status: chosen })}
      />
      <Button
        aria-pressed={compare === 'yes'}
        title="Beside each number, that of the period of the same length just before"
        className={compare === 'yes' ? 'border-accent text-accent' : ''}
        onClick={() => onChange({ compare: compare === 'yes' ? null : 'yes' })}
      >
        <ArrowLeftRight size={14} aria-hidden />
        Compare
        <span className="sr-only">with the period before</span>
      </Button>
      {countFilters(params) > 0 && (
        <Button onClick={() => onChange(NO_FILTERS)}>
          <X size={14} aria-hidden />
          Clear
        </Button>
      )}
    </search>
  )
}
