import { formatTime } from '#lib/format/clock.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { SHARE_TICKS, type Share, TICK_WORDS } from '#lib/model/share.ts'
import { tokenState } from '#lib/model/token.ts'

/** "0123…  until 2026-11-30 10:00:00  never used  the last 7 d  Team". */
export function shareLine({ token, query: { range }, lastUsedAtMs }: Share): string {
  const state = tokenState(token, Date.now())
  const until =
    state === 'valid' && token.expiresAtMs !== null ? `until ${formatTime(token.expiresAtMs)}` : state
  const used = lastUsedAtMs === null ? 'never used' : `used ${formatTime(lastUsedAtMs)}`
  const time = range.live
    ? `the last ${formatDuration(range.lengthMs)}`
    : `${formatTime(range.fromMs)} to ${formatTime(range.untilMs)}`
  return `${token.id}  ${until}  ${used}  ${time}  ${printable(token.name)}`
}

export function describeShare({ token, query, show, lastUsedAtMs }: Share) {
  const { range, ...rest } = query
  return {
    id: token.id,
    name: token.name,
    state: tokenState(token, Date.now()),
    createdAt: toIso(token.createdAtMs),
    expiresAt: toIso(token.expiresAtMs),
    lastUsedAt: toIso(lastUsedAtMs),
    range: range.live
      ? { withinMs: range.lengthMs }
      : { from: toIso(range.fromMs), to: toIso(range.untilMs) },
    ...rest,
    shows: SHARE_TICKS.filter((tick) => show[tick]).map((tick) => TICK_WORDS[tick]),
  }
}

const toIso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())
