import Link from 'next/link'
import { type MouseEvent, memo, type Ref } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import type { LogLine } from '#lib/model/log.ts'
import { sessionHref } from '../sessions/session-link.tsx'
import { type LinePart, lineParts } from './line-parts.ts'
import { LEVEL_LOOKS } from './log-words.ts'

type Props = {
  index: number
  line: LogLine
  startPx: number
  /** Room above it for what is said there. */
  abovePx: number
  wrap: boolean
  sessions: RegExp | null
  chosen: boolean
  /** Where the keyboard is. */
  active: boolean
  /** What somebody went to. */
  marked: boolean
  measure: Ref<HTMLDivElement> | undefined
  onPick: (index: number, extend: boolean) => void
}

export const logRowId = (offset: number): string => `log-line-${offset}`

/** One line. Its text is what the file says, harmless; a match is marked, and a session is a link. */
export const LogGridRow = memo(function LogGridRow(props: Props) {
  const { index, line, startPx, abovePx, wrap, sessions, chosen, active, marked, measure, onPick } = props
  const pick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('a')) return
    onPick(index, event.shiftKey)
  }
  return (
    // Keys are handled by the grid, which alone has the focus.
    <div
      ref={measure}
      id={logRowId(line.offset)}
      data-index={index}
      role="row"
      tabIndex={-1}
      aria-selected={chosen}
      data-active={active}
      onClick={pick}
      className={`absolute left-0 flex min-h-5 gap-3 px-3 data-[active=true]:shadow-[inset_2px_0_var(--accent)] ${wrap ? 'right-0' : 'w-max min-w-full'} ${chosen || marked ? 'bg-raised' : 'hover:bg-raised'} ${line.context ? 'text-muted' : ''}`}
      style={{ top: startPx, paddingTop: abovePx }}
    >
      <Level line={line} />
      <div
        role="gridcell"
        tabIndex={-1}
        className={`min-w-0 flex-1 ${wrap ? 'break-all whitespace-pre-wrap' : 'whitespace-pre'}`}
      >
        {lineParts(line.text, line.matches, sessions).map((part) => (
          <Part key={part.from} part={part} tabbable={active} />
        ))}
        {line.wholeBytes !== null && (
          <span className="text-muted">{` … (${formatBytes(line.wholeBytes)})`}</span>
        )}
      </div>
    </div>
  )
})

function Part({ part: { text, found, session }, tabbable }: { part: LinePart; tabbable: boolean }) {
  const shown = found ? <mark className="rounded-sm bg-stale/25 text-text underline">{text}</mark> : text
  if (session === null) return shown
  return (
    <Link
      href={sessionHref(session)}
      prefetch={false}
      tabIndex={tabbable ? 0 : -1}
      className="text-accent underline"
    >
      {shown}
    </Link>
  )
}

function Level({ line: { level, unfinished } }: { line: LogLine }) {
  const look = level === null ? null : LEVEL_LOOKS[level]
  const Icon = look?.icon
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      className={`flex h-5 w-4 shrink-0 items-center gap-1 select-none md:w-20 ${look?.color ?? 'text-muted'}`}
    >
      {Icon && <Icon size={12} className="shrink-0" aria-hidden />}
      <span className="max-md:sr-only">{unfinished ? 'Writing…' : look?.word}</span>
    </div>
  )
}
