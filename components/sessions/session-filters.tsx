'use client'

import { Search, SlidersHorizontal, TextSearch, X } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { formatQuantity } from '#lib/format/number.ts'
import { SESSION_STATES, type SessionState } from '#lib/model/session.ts'
import { useLive } from '../live/live-provider.tsx'
import { Button } from '../ui/button.tsx'
import { FilterSelect } from '../ui/filter-select.tsx'
import { RangeFilter } from './range-filter.tsx'
import { SESSION_COLUMNS } from './session-columns.tsx'
import type { Facets } from './sessions-page.tsx'
import { StateFilter } from './state-filter.tsx'
import type { ViewParams } from './view-params.ts'

type Props = {
  params: ViewParams
  facets: Facets
  total: number
  searchBox: RefObject<HTMLInputElement | null>
  onChange: (change: Partial<ViewParams>) => void
  onSearchAnswers: () => void
  onClear: (() => void) | null
}

const SHORTEST_ANSWER_SEARCH = 2

export function SessionFilters({
  params,
  facets,
  total,
  searchBox,
  onChange,
  onSearchAnswers,
  onClear,
}: Props) {
  const counts = useLive((state) => state.counts)
  const [open, setOpen] = useState(false)
  const toggle = (state: SessionState) =>
    onChange({ state: SESSION_STATES.filter((name) => (name === state) !== params.state.includes(name)) })
  return (
    <search aria-label="Sessions" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="mr-2 text-lg font-semibold max-md:mr-auto">Sessions</h1>
        <label className="field flex items-center gap-2 max-md:order-last max-md:basis-full md:max-w-md md:flex-1">
          <Search size={14} className="shrink-0 text-muted" aria-hidden />
          <input
            ref={searchBox}
            type="search"
            className="h-full w-full min-w-0 bg-transparent outline-none"
            placeholder="Id, agent, project or error"
            aria-label="Search by id, agent, project or error"
            value={params.text}
            onChange={(event) => onChange({ text: event.target.value })}
          />
          <kbd className="hidden rounded border px-1 text-[11px] text-muted md:inline">/</kbd>
        </label>
        <Button
          disabled={params.text.length < SHORTEST_ANSWER_SEARCH}
          onClick={onSearchAnswers}
          title="Looks through the text of all answers on disk"
        >
          <TextSearch size={14} aria-hidden />
          In answers
        </Button>
        <Button className="md:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
          <SlidersHorizontal size={14} aria-hidden />
          Filters
        </Button>
        <output className="ml-auto text-muted max-md:hidden">{formatQuantity(total, 'session')}</output>
      </div>
      <div className={`flex-wrap items-center gap-2 ${open ? 'flex' : 'hidden md:flex'}`}>
        <StateFilter chosen={params.state} counts={counts} onToggle={toggle} />
        <FilterSelect
          label="Agent"
          value={params.agent}
          options={facets.agents}
          onChange={(agent) => onChange({ agent })}
        />
        <FilterSelect
          label="Project"
          value={params.project}
          options={facets.projects}
          onChange={(project) => onChange({ project })}
        />
        <FilterSelect
          label="Integrated"
          value={params.integrated}
          options={['yes', 'no']}
          onChange={(integrated) => onChange({ integrated: integrated as ViewParams['integrated'] })}
        />
        <RangeFilter params={params} onChange={onChange} />
        <span className="md:hidden">
          <FilterSelect
            label="Sort by"
            value={params.sort}
            options={SESSION_COLUMNS.map((column) => column.sort)}
            names={Object.fromEntries(SESSION_COLUMNS.map((column) => [column.sort, column.label]))}
            onChange={(sort) => onChange({ sort: sort as ViewParams['sort'] })}
          />
        </span>
        {onClear && (
          <Button onClick={onClear}>
            <X size={14} aria-hidden />
            Clear
          </Button>
        )}
      </div>
    </search>
  )
}
