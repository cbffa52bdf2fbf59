'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { Fragment, useMemo, useRef } from 'react'
import { printable } from '#lib/format/printable.ts'
import { gapsBefore } from './gaps-before.ts'
import { sessionExpression } from './line-parts.ts'
import { LogGridActions } from './log-grid-actions.tsx'
import { GAP_PX, LogGridGap } from './log-grid-gap.tsx'
import { LogGridRow } from './log-grid-row.tsx'
import { isFiltered, NO_LOG_FILTERS } from './log-params.ts'
import type { Shown } from './log-reader.tsx'
import { useChosenLines } from './use-chosen-lines.ts'
import type { LogLines } from './use-log-lines.ts'
import { useLogScroll } from './use-log-scroll.ts'

type Props = Shown & { log: LogLines }

const ROW_PX = 20

/** The lines that are held; only those in view are in the page, and the arrow keys walk through all of them. */
export function LogGrid({ name, log, params, query, at, isLive, onChange }: Props) {
  const { lines } = log
  const gaps = useMemo(() => gapsBefore(lines, log.gaps), [lines, log.gaps])
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ROW_PX + (gaps.has(lines[index]?.offset ?? -1) ? GAP_PX : 0),
    getItemKey: (index) => lines[index]?.offset ?? index,
    overscan: 20,
    initialRect: { width: 1000, height: 800 },
    useFlushSync: false,
  })
  const stop = (): void => onChange({ live: false })
  useLogScroll({
    scroller,
    virtualizer,
    log,
    at,
    isLive,
    wrap: params.wrap,
    isSearch: query !== '',
    onLeaveEnd: stop,
  })
  const chosen = useChosenLines(lines, (index) => {
    if (isLive && index < lines.length - 1) stop()
    virtualizer.scrollToIndex(index)
  })
  const sessions = useMemo(() => sessionExpression(log.sessions), [log.sessions])
  const showAround = (offset: number): void => onChange({ ...NO_LOG_FILTERS, at: offset, live: false })
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label={`Lines of ${printable(name)}`}
        aria-rowcount={-1}
        aria-multiselectable
        aria-busy={log.phase === 'loading'}
        aria-activedescendant={chosen.rowId}
        tabIndex={0}
        onKeyDown={chosen.onKeyDown}
        className="min-h-40 flex-1 overflow-auto overscroll-contain font-mono text-[12.5px] leading-5"
      >
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const line = lines[index]
            const gap = line && gaps.get(line.offset)
            return (
              line && (
                <Fragment key={line.offset}>
                  {gap && (
                    <LogGridGap
                      gap={gap}
                      startPx={start}
                      onLoad={() => (query === '' ? log.loadGap(gap) : showAround(gap.from))}
                    />
                  )}
                  <LogGridRow
                    abovePx={gap === undefined ? 0 : GAP_PX}
                    index={index}
                    line={line}
                    startPx={start}
                    wrap={params.wrap}
                    sessions={sessions}
                    chosen={chosen.holds(index)}
                    active={chosen.index === index}
                    marked={line.offset === at}
                    measure={params.wrap ? virtualizer.measureElement : undefined}
                    onPick={chosen.pick}
                  />
                </Fragment>
              )
            )
          })}
        </div>
      </div>
      <LogGridActions
        name={name}
        lines={chosen.lines}
        isFiltered={isFiltered(params)}
        onShowAround={showAround}
      />
    </>
  )
}
