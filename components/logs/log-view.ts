import type { LogExtent, LogGap, LogLine, LogSearchEvent, LogTailEvent } from '#lib/model/log.ts'
import { HELD_LINES, mergeLines } from './merge-lines.ts'

/** What is shown of a log, and what is known of the rest. */
export type LogView = {
  phase: 'loading' | 'ready' | 'error'
  error: string | null
  lines: LogLine[]
  sessions: readonly string[]
  extent: LogExtent | null
  /** Where what lies before begins to be unknown; `null` where all of it is there. */
  olderBefore: number | null
  /** The same for what lies behind; `null` at the end. */
  newerFrom: number | null
  /** How far a search is; `null` where none runs. */
  searched: { bytes: number; of: number } | null
  /** What happened to the file while it was followed. */
  notice: string | null
  /** How many lines were too long for a search to look at as a whole, and may match. */
  partial: number
  /** Lines between those that are there which came too fast, in the order of the file. */
  gaps: readonly LogGap[]
}

export const NO_VIEW: LogView = {
  phase: 'loading',
  error: null,
  lines: [],
  sessions: [],
  extent: null,
  olderBefore: null,
  newerFrom: null,
  searched: null,
  notice: null,
  partial: 0,
  gaps: [],
}

type Added = { lines: readonly LogLine[]; sessions: readonly string[] }

/** With lines from a page, before or behind those that are there; what is far away is let go. */
export function addLines(view: LogView, added: Added, side: 'before' | 'behind'): LogView {
  const all = mergeLines(view.lines, added.lines)
  const sessions = [...new Set([...view.sessions, ...added.sessions])]
  if (all.length <= HELD_LINES) return { ...view, lines: all, sessions }
  const lines = side === 'before' ? all.slice(0, HELD_LINES) : all.slice(-HELD_LINES)
  return side === 'before'
    ? { ...withLines(view, lines), sessions, newerFrom: lines.at(-1)?.nextOffset ?? null }
    : { ...withLines(view, lines), sessions, olderBefore: lines[0]?.offset ?? null }
}

/** What is missing outside of them is not missing any more: one reads on to it. */
function withLines(view: LogView, lines: LogLine[]): LogView {
  const [first, last] = [lines[0]?.offset ?? 0, lines.at(-1)?.offset ?? 0]
  return { ...view, lines, gaps: view.gaps.filter(({ from, until }) => until > first && from < last) }
}

/** With lines that were read where some are missing; what is still missing comes behind them. */
export function fillGap(view: LogView, gap: LogGap, page: Added): LogView {
  // The file may have become another while they were read.
  if (!view.gaps.includes(gap)) return view
  const lines = page.lines.filter(({ offset }) => offset >= gap.from && offset < gap.until)
  const from = lines.at(-1)?.nextOffset ?? gap.until
  const rest = { from, until: gap.until, lines: Math.max(0, gap.lines - lines.length) }
  const gaps = view.gaps.flatMap((one) =>
    one !== gap ? one : from < gap.until && rest.lines > 0 ? rest : [],
  )
  return addLines({ ...view, gaps }, { lines, sessions: page.sessions }, 'behind')
}

/** One that goes on where the last one ended is the same. */
function addGap(gaps: readonly LogGap[], gap: LogGap | null, lines: readonly LogLine[]): readonly LogGap[] {
  if (gap === null) return gaps
  const last = gaps.at(-1)
  const isSame = last?.until === gap.from && !lines.some(({ offset }) => offset >= last.until)
  if (last === undefined || !isSame) return [...gaps, gap]
  return [...gaps.slice(0, -1), { from: last.from, until: gap.until, lines: last.lines + gap.lines }]
}

export function applySearchEvent(view: LogView, event: LogSearchEvent): LogView {
  switch (event.kind) {
    case 'begun':
      return { ...view, extent: event.extent, searched: { bytes: 0, of: event.extent.sizeBytes } }
    case 'lines':
      return addLines(view, event, 'before')
    case 'progress':
      return { ...view, searched: { bytes: event.searchedBytes, of: event.ofBytes } }
    case 'done':
      return {
        ...view,
        phase: 'ready',
        searched: null,
        olderBefore: event.next,
        partial: view.partial + event.partial,
      }
    case 'failed':
      return { ...view, phase: 'error', searched: null, error: event.message }
  }
}

const NOTICES = {
  truncated: 'The log was emptied. What follows is from its new beginning.',
  rotated: 'Another file has the name of this log now. What follows is from its beginning.',
  gone: 'The log is gone: it was renamed or removed. Waiting for the next of that name.',
} as const

export function applyTailEvent(view: LogView, event: LogTailEvent): LogView {
  switch (event.kind) {
    case 'lines':
      return addLines(
        {
          ...view,
          gaps: addGap(view.gaps, event.skipped, view.lines),
          partial: view.partial + event.partial,
        },
        event,
        'behind',
      )
    case 'gone':
      return { ...view, notice: NOTICES.gone }
    case 'truncated':
    case 'rotated':
      // Offsets begin anew: what was there stands nowhere any more.
      return {
        ...view,
        lines: [],
        gaps: [],
        partial: 0,
        olderBefore: null,
        newerFrom: null,
        extent: view.extent && { ...view.extent, sizeBytes: 0 },
        notice: NOTICES[event.kind],
      }
    case 'failed':
      return { ...view, phase: 'error', error: event.message }
  }
}
