'use client'

import { useQueryStates } from 'nuqs'
import { useMemo, useRef } from 'react'
import type { SessionPage } from '#lib/model/live.ts'
import type { SessionView } from '../live/session-view.ts'
import { useAnswerSearch } from '../live/use-answer-search.ts'
import { type LiveSessionList, useSessionList } from '../live/use-session-list.ts'
import { ActionButton } from '../recovery/action-button.tsx'
import { ListError } from '../ui/list-error.tsx'
import { useShortcut } from '../ui/use-shortcut.ts'
import { AnswerHits } from './answer-hits.tsx'
import { cleanUpLabel, countLeftBehind } from './left-behind.ts'
import { NoSessions } from './no-sessions.tsx'
import { type Facets, SessionFilters } from './session-filters.tsx'
import { SessionGrid } from './session-grid.tsx'
import { countFilters, NO_FILTERS, toView, VIEW_PARAMS } from './view-params.ts'

type Props = { initial: SessionPage; initialView: SessionView; facets: Facets; renderedAtMs: number }

/** All sessions. What is filtered and sorted stands in the URL; the rows keep themselves current. */
export function SessionsPage({ initial, initialView, facets, renderedAtMs }: Props) {
  const [params, setParams] = useQueryStates(VIEW_PARAMS)
  const view = useMemo(() => toView(params, renderedAtMs), [params, renderedAtMs])
  const list = useSessionList(view, initial, initialView)
  const answers = useAnswerSearch()
  const searchBox = useRef<HTMLInputElement>(null)
  const focusSearch = () => searchBox.current?.focus()
  useShortcut('/', focusSearch)
  const clear = () => {
    void setParams(NO_FILTERS)
    focusSearch()
  }
  const closeAnswers = () => {
    answers.clear()
    focusSearch()
  }
  const filters = countFilters(params)

  return (
    <div className="flex h-full min-h-0 flex-col gap-3">
      <SessionFilters
        params={params}
        facets={facets}
        total={list.total}
        searchBox={searchBox}
        onChange={setParams}
        onSearchAnswers={() => answers.start(params.text)}
        onClear={filters > 0 ? clear : null}
        action={params.state.join() === 'stale' && <CleanUpAll list={list} query={view.query} />}
      />
      {answers.phase !== 'idle' && <AnswerHits search={{ ...answers, clear: closeAnswers }} />}
      {list.rows.length === 0 && list.phase !== 'loading' ? (
        <NoSessions filtered={filters > 0} error={list.error} onClear={clear} onRetry={list.reload} />
      ) : (
        <>
          <ListError list={list} />
          <SessionGrid list={list} order={view.order} onSort={setParams} />
        </>
      )}
    </div>
  )
}

/** Offered for the list that is shown, and not while another one is on its way. */
function CleanUpAll({ list, query }: { list: LiveSessionList; query: string }) {
  const left = countLeftBehind(list)
  if (list.rows.length === 0 || left === 0 || list.query !== query) return null
  return (
    <ActionButton request={{ action: 'clean_up', sessions: null, quietForMs: null, matching: query }}>
      {cleanUpLabel(left)}
    </ActionButton>
  )
}
