'use client'

import { FileText, FileX, FilterX, SlidersHorizontal } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { PARTIAL_WORDS } from '#lib/format/log-text.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { LogFile } from '#lib/model/log.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { useShortcut } from '../ui/use-shortcut.ts'
import { LogFilters } from './log-filters.tsx'
import { LogGrid } from './log-grid.tsx'
import { isFiltered, type LogParams, NO_LOG_FILTERS, toLogQuery } from './log-params.ts'
import { LogTools } from './log-tools.tsx'
import { type LogLines, useLogLines } from './use-log-lines.ts'
import { useLogTail } from './use-log-tail.ts'
import { useSettled } from './use-settled.ts'

export type LogChange = { [Name in keyof LogParams]?: LogParams[Name] | null }

type Props = {
  name: string
  /** `null` where it is not listed. */
  file: LogFile | null
  params: LogParams
  renderedAtMs: number
  onChange: (change: LogChange) => void
}

/** One log: what of it, its lines, and what can be done with them. */
export function LogReader({ name, file, params, renderedAtMs, onChange }: Props) {
  const query = useSettled(toLogQuery(params, renderedAtMs))
  const at = query === '' ? params.at : null
  const isLive = params.live && at === null
  const searchBox = useRef<HTMLInputElement>(null)
  useShortcut('/', () => searchBox.current?.focus())
  const clear = (): void => onChange(NO_LOG_FILTERS)
  const [open, setOpen] = useState(false)
  const fold = (
    <Button className="md:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
      <SlidersHorizontal size={14} aria-hidden />
      Filters
    </Button>
  )
  const shown = { name, query, at, isLive, params, onChange, onClear: clear }
  return (
    <section aria-label={printable(name)} className="panel flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex flex-col gap-2 border-b p-3">
        <LogTools
          name={name}
          file={file}
          params={params}
          isLive={isLive}
          open={open}
          fold={fold}
          onChange={onChange}
        />
        <LogFilters params={params} open={open} searchBox={searchBox} onChange={onChange} onClear={clear} />
      </div>
      <LogBody key={`${at} ${query}`} {...shown} />
    </section>
  )
}

export type Shown = Pick<Props, 'name' | 'params' | 'onChange'> & {
  /** What is looked for; "" for everything. */
  query: string
  /** The line that somebody went to. */
  at: number | null
  isLive: boolean
}

/** The lines of one question, from its beginning on: another question is another one of these. */
function LogBody({ onClear, ...shown }: Shown & { onClear: () => void }) {
  const { name, query, at, isLive, params } = shown
  const log = useLogLines({ name, query, at })
  useLogTail(log, { name, query, on: isLive })
  const wasLive = useRef(isLive)
  const { reload } = log
  useEffect(() => {
    // What was written meanwhile may be long: one goes to the end, not through all of it.
    if (isLive && !wasLive.current) reload()
    wasLive.current = isLive
  }, [isLive, reload])
  const isEmpty = log.lines.length === 0 && log.phase === 'ready' && log.searched === null
  return (
    <>
      <LogNotes log={log} isSearch={query !== ''} />
      {log.phase === 'error' ? (
        <EmptyState icon={FileX} title="This log cannot be shown">
          <p className="break-words">{log.error}</p>
          <Button className="mt-4" onClick={log.reload}>
            Try again
          </Button>
        </EmptyState>
      ) : isEmpty ? (
        <NoLines log={log} filtered={isFiltered(params)} onClear={onClear} />
      ) : (
        <LogGrid log={log} {...shown} />
      )}
    </>
  )
}

function NoLines({ log, filtered, onClear }: { log: LogLines; filtered: boolean; onClear: () => void }) {
  if (!filtered)
    return (
      <EmptyState icon={FileText} title="Nothing is written here yet">
        Lines appear as they are written.
      </EmptyState>
    )
  return (
    <EmptyState icon={FilterX} title="No line matches">
      <p>
        {log.olderBefore !== null
          ? 'Nothing was found so far.'
          : log.partial > 0 || log.extent?.fault
            ? 'Not all of the log could be looked through.'
            : 'The whole log was looked through.'}
      </p>
      <span className="mt-4 flex justify-center gap-2">
        {log.olderBefore !== null && <Button onClick={log.loadOlder}>Search on</Button>}
        <Button onClick={onClear}>Clear all filters</Button>
      </span>
    </EmptyState>
  )
}

/** How far a search is, and what happened to the file. */
function LogNotes({ log, isSearch }: { log: LogLines; isSearch: boolean }) {
  const { searched, notice, gaps, extent, olderBefore, lines, partial } = log
  const last = gaps.at(-1)
  // Nothing stands behind it yet above which it could be told.
  const trailing = last !== undefined && last.from >= (lines.at(-1)?.nextOffset ?? 0) ? last.lines : 0
  const hasMore = isSearch && searched === null && olderBefore !== null && lines.length > 0
  return (
    <div role="status" className="text-[13px]">
      {searched !== null && (
        <p className="flex flex-wrap items-center gap-3 border-b px-3 py-1 text-muted">
          <progress
            className="progress max-w-40"
            aria-label="Searched"
            value={searched.bytes}
            max={searched.of || 1}
          />
          {`Searched ${formatBytes(searched.bytes)} of ${formatBytes(searched.of)}`}
          <Button onClick={log.stop}>Stop</Button>
        </p>
      )}
      {hasMore && (
        <p className="flex flex-wrap items-center gap-3 border-b px-3 py-1 text-muted">
          What was written before these lines is not looked through yet.
          <Button onClick={log.loadOlder}>Search on</Button>
        </p>
      )}
      {[
        notice,
        extent?.fault,
        partial > 0 ? `${formatQuantity(partial, 'line')} ${PARTIAL_WORDS}.` : null,
        trailing > 0 ? `${formatCount(trailing)} lines came too fast and are left out.` : null,
      ]
        .filter((text) => text != null)
        .map((text) => (
          <p key={text} className="border-b px-3 py-1 text-stale">
            {text}
          </p>
        ))}
    </div>
  )
}
