'use client'

import { X } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { RangeFilter } from '../live/range-filter.tsx'
import { Button } from '../ui/button.tsx'
import { FilterSelect } from '../ui/filter-select.tsx'
import { AUDIT_PARAMS, type AuditParams, isFiltered, NO_FILTERS, OUTCOMES } from './audit-params.ts'
import { actionWords, OUTCOME_LOOKS } from './audit-words.ts'

type Props = { users: readonly string[]; actions: readonly string[] }

const OUTCOME_NAMES = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, OUTCOME_LOOKS[outcome].word]))

/** Which entries are shown. It stands in the URL, and the server answers it. */
export function AuditFilters({ users, actions }: Props) {
  const [params, setParams] = useQueryStates(AUDIT_PARAMS, { shallow: false })
  // Another choice begins with its newest entries.
  const change = (changed: Partial<AuditParams>): void => void setParams({ ...changed, before: null })
  return (
    <search aria-label="Audit" className="flex flex-wrap items-center gap-2">
      <FilterSelect label="User" value={params.user} options={users} onChange={(user) => change({ user })} />
      <FilterSelect
        label="Action"
        value={params.action}
        options={actions}
        names={Object.fromEntries(actions.map((action) => [action, actionWords(action)]))}
        onChange={(action) => change({ action })}
      />
      <FilterSelect
        label="Outcome"
        value={params.outcome}
        options={OUTCOMES}
        names={OUTCOME_NAMES}
        onChange={(outcome) => change({ outcome: outcome as AuditParams['outcome'] })}
      />
      <RangeFilter params={params} what="Recorded" onChange={change} />
      {isFiltered(params) && (
        <Button onClick={() => change(NO_FILTERS)}>
          <X size={14} aria-hidden />
          Clear
        </Button>
      )}
    </search>
  )
}
