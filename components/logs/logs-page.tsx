'use client'

import { FileText } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import type { LogList as List } from '#lib/model/log.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LogList } from './log-list.tsx'
import { LOG_PARAMS, NO_LOG_FILTERS } from './log-params.ts'
import { LogReader } from './log-reader.tsx'
import { useLogList } from './use-log-list.ts'

type Props = { list: List; renderedAtMs: number }

/** Every file in logs/, and one of them. Which one, and what of it, stands in the URL. */
export function LogsPage({ list: initial, renderedAtMs }: Props) {
  const [params, setParams] = useQueryStates(LOG_PARAMS)
  const list = useLogList(initial)
  const name = params.file ?? list.files[0]?.name ?? null
  const open = (file: string): void =>
    void setParams({ ...NO_LOG_FILTERS, file, at: null, live: null }, { history: 'push' })
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 md:flex-row">
      <LogList list={list} chosen={name} onOpen={open} />
      {name === null ? (
        <div className="panel flex-1">
          <EmptyState
            icon={FileText}
            title={list.fault === null ? 'No logs yet' : 'The logs cannot be listed'}
          >
            {list.fault ?? 'Files appear here as soon as something is written below logs/ of the home.'}
          </EmptyState>
        </div>
      ) : (
        <LogReader
          key={name}
          name={name}
          file={list.files.find((file) => file.name === name) ?? null}
          params={params}
          renderedAtMs={renderedAtMs}
          onChange={(change) => void setParams(change)}
        />
      )}
    </div>
  )
}
