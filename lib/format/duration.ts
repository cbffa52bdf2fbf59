import { formatQuantity } from './number.ts'

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** "1.2 s", "3 min 5 s", "2 h 10 min", "3 d 4 h". `null` is unknown and reads "–". */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return '–'
  const ms = Math.max(0, durationMs)
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  return pair(Math.floor(minutes / 1440), 'd', Math.floor((minutes % 1440) / 60), 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** How long ago, coarse enough not to flicker: "now", "12 s ago", "5 min ago", "3 h ago", "2 d ago". */
export function formatAge(atMs: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - atMs) / 1000)
  if (seconds < -5) return `in ${coarse(-seconds)}`
  if (seconds < 2) return 'now'
  return `${coarse(seconds)} ago`
}

/** How long something has lasted, as coarse as `formatAge`: "12 s", "5 min". */
export function formatSince(sinceMs: number, nowMs: number): string {
  return coarse(Math.max(0, Math.floor((nowMs - sinceMs) / 1000)))
}

function coarse(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** For how long something is kept: "7 days", "1 d 12 h". 0 reads "ever", after "for". */
export function formatKeeping(keptMs: number): string {
  const days = keptMs / UNIT_MS.d
  if (keptMs === 0) return 'ever'
  return Number.isInteger(days) ? formatQuantity(days, 'day') : formatDuration(keptMs)
}

/** Milliseconds of "250ms", "90s", "5m", "2h", "7d" or a bare number of milliseconds; `null` for anything else. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim())
  if (!match) return null
  const unit = (match[2] ?? 'ms') as keyof typeof UNIT_MS
  return Math.round(Number(match[1]) * UNIT_MS[unit])
}

/** The shortest text that `parseDuration` reads as that: "5m", "36h", "1500ms". */
export function writeDuration(durationMs: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const)
    if (durationMs > 0 && durationMs % UNIT_MS[unit] === 0) return `${durationMs / UNIT_MS[unit]}${unit}`
  return `${durationMs}ms`
}
