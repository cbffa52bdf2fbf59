'use client'

import { ArrowDown, ArrowUp, Search, SlidersHorizontal, TextSearch, X } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { formatQuantity } from '#lib/format/number.ts'
import { SESSION_STATES, type SessionState } from '#lib/model/session.ts'
import { useLive } from '../live/live-provider.tsx'
import { RangeFilter } from '../live/range-filter.tsx'
import { Button } from '../ui/button.tsx'
import { FilterSelect } from '../ui/filter-select.tsx'
import { SESSION_COLUMNS } from './session-columns.tsx'
import { firstDirection, OPPOSITE } from './session-grid-head.tsx'
import { StateFilter } from './state-filter.tsx'
import { countFilters, type ViewParams } from './view-params.ts'

/** What there is to choose from. */
export type Facets = { agents: string[]; projects: string[] }

type Props = {
  params: ViewParams
  facets: Facets
  total: number
  searchBox: RefObject<HTMLInputElement | null>
  onChange: (change: Partial<ViewParams>) => void
  onSearchAnswers: () => void
  onClear: (() => void) | null
  /** What can be done with all that are listed. */
  action: ReactNode
}

const SHORTEST_ANSWER_SEARCH = 2

/** What is listed: always the search and the count; the filters fold away on a phone. */
export function SessionFilters(props: Props) {
  const { params, total, searchBox, onChange, onSearchAnswers, onClear, action } = props
  const [open, setOpen] = useState(false)
  const filters = countFilters({ ...params, text: '' })
  return (
    <search aria-label="Sessions" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="text-lg font-semibold">Sessions</h1>
        <output className="mr-auto text-muted md:order-last md:mr-0 md:ml-auto">
          {formatQuantity(total, 'session')}
        </output>
        <label className="field flex items-center gap-2 max-md:order-last max-md:basis-full md:ml-2 md:max-w-md md:min-w-44 md:flex-1">
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
          {filters === 0 ? 'Filters' : `Filters (${filters})`}
        </Button>
        {onClear && (
          <Button onClick={onClear}>
            <X size={14} aria-hidden />
            Clear
          </Button>
        )}
        {action}
      </div>
      <div className={`flex-wrap items-center gap-2 ${open ? 'flex' : 'hidden md:flex'}`}>
        <Filters {...props} />
        <SortChoice {...props} />
      </div>
    </search>
  )
}

function Filters({ params, facets, onChange }: Props) {
  const counts = useLive((state) => state.counts)
  const toggle = (state: SessionState) =>
    onChange({ state: SESSION_STATES.filter((name) => (name === state) !== params.state.includes(name)) })
  return (
    <>
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
        names={{ yes: 'Integrated', no: 'Not integrated' }}
        onChange={(integrated) => onChange({ integrated: integrated as ViewParams['integrated'] })}
      />
      <RangeFilter params={params} what="Last active" onChange={onChange} />
    </>
  )
}

/** Where no heads of columns are there to press. */
function SortChoice({ params: { sort, direction }, onChange }: Props) {
  const Icon = direction === 'asc' ? ArrowUp : ArrowDown
  return (
    <span className="sort-choice flex gap-2">
      <select
        aria-label="Sort by"
        className="field"
        value={sort}
        onChange={(event) => {
          const chosen = event.target.value as ViewParams['sort']
          onChange({ sort: chosen, direction: firstDirection(chosen) })
        }}
      >
        {SESSION_COLUMNS.map((column) => (
          <option key={column.sort} value={column.sort}>
            Sort by {column.label.toLowerCase()}
          </option>
        ))}
      </select>
      <Button onClick={() => onChange({ direction: OPPOSITE[direction] })}>
        <Icon size={14} aria-hidden />
        {direction === 'asc' ? 'Ascending' : 'Descending'}
      </Button>
    </span>
  )
}
