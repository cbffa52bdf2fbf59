'use client'

import { useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import type { SessionPage } from '#lib/model/live.ts'
import type { SessionView } from '../live/session-view.ts'
import { useAnswerSearch } from '../live/use-answer-search.ts'
import { useSessionList } from '../live/use-session-list.ts'
import { useShortcut } from '../ui/use-shortcut.ts'
import { AnswerHits } from './answer-hits.tsx'
import { NoSessions } from './no-sessions.tsx'
import { SessionFilters } from './session-filters.tsx'
import { SessionGrid } from './session-grid.tsx'
import { isFiltered, toView, VIEW_PARAMS } from './view-params.ts'

export type Facets = { agents: string[]; projects: string[] }

type Props = { initial: SessionPage; initialView: SessionView; facets: Facets; renderedAtMs: number }

/** All sessions. What is filtered and sorted stands in the URL; the rows keep themselves current. */
export function SessionsPage({ initial, initialView, facets, renderedAtMs }: Props) {
  const [params, setParams] = useQueryStates(VIEW_PARAMS)
  const view = useMemo(() => toView(params, renderedAtMs), [params, renderedAtMs])
  const list = useSessionList(view, initial, initialView.query)
  const answers = useAnswerSearch()
  const searchBox = useRef<HTMLInputElement>(null)
  useShortcut('/', () => searchBox.current?.focus())
  const filtered = isFiltered(params)
  const clear = () =>
    setParams({
      state: null,
      agent: null,
      project: null,
      integrated: null,
      text: null,
      within: null,
      from: null,
      to: null,
    })

  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      <SessionFilters
        params={params}
        facets={facets}
        total={list.total}
        searchBox={searchBox}
        onChange={setParams}
        onSearchAnswers={() => answers.start(params.text)}
        onClear={filtered ? clear : null}
      />
      {answers.phase !== 'idle' && <AnswerHits search={answers} />}
      {list.rows.length === 0 && list.phase !== 'loading' ? (
        <NoSessions filtered={filtered} error={list.error} onClear={clear} onRetry={list.reload} />
      ) : (
        <SessionGrid list={list} order={view.order} onSort={setParams} />
      )}
    </div>
  )
}
