import type { LogExtent, LogLine, LogSearchEvent, LogTailEvent } from '#lib/model/log.ts'
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
  skipped: number
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
  skipped: 0,
}

type Added = { lines: readonly LogLine[]; sessions: readonly string[] }

/** With lines from a page, before or behind those that are there; what is far away is let go. */
export function addLines(view: LogView, added: Added, side: 'before' | 'behind'): LogView {
  const all = mergeLines(view.lines, added.lines)
  const sessions = [...new Set([...view.sessions, ...added.sessions])]
  if (all.length <= HELD_LINES) return { ...view, lines: all, sessions }
  const lines = side === 'before' ? all.slice(0, HELD_LINES) : all.slice(-HELD_LINES)
  return side === 'before'
    ? { ...view, lines, sessions, newerFrom: lines.at(-1)?.nextOffset ?? null }
    : { ...view, lines, sessions, olderBefore: lines[0]?.offset ?? null }
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
      return { ...view, phase: 'ready', searched: null, olderBefore: event.next }
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
      return { ...addLines(view, event, 'behind'), skipped: view.skipped + event.skipped }
    case 'gone':
      return { ...view, notice: NOTICES.gone }
    case 'truncated':
    case 'rotated':
      // Offsets begin anew: what was there stands nowhere any more.
      return {
        ...view,
        lines: [],
        olderBefore: null,
        newerFrom: null,
        extent: view.extent && { ...view.extent, sizeBytes: 0 },
        notice: NOTICES[event.kind],
      }
    case 'failed':
      return { ...view, phase: 'error', error: event.message }
  }
}
