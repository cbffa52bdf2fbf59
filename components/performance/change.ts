import { formatCount, formatRate } from '#lib/format/number.ts'
import type { Unit } from './units.ts'

/** How a number differs from that of the period before, in words; what is unknown is not 0. */
export function changeWords(unit: Unit, now: number | null, before: number | null): string {
  if (before === null) return 'unknown before'
  if (now === null) return 'unknown now'
  if (now === before) return 'no change'
  const sign = now > before ? '+' : '−'
  if (unit === 'rate') return `${sign}${points(Math.abs(now - before))} points`
  if (before === 0) return `none before`
  const share = Math.abs(now - before) / before
  return `${sign}${share >= 10 ? `${formatCount(Math.round(share * 100))} %` : formatShare(share)}`
}

/** Percentage points: a share of 0.031 is 3.1. */
const points = (difference: number): string => String(Number((difference * 100).toPrecision(2)))

const formatShare = (share: number): string =>
  share < 1 ? formatRate(share) : `${formatCount(Math.round(share * 100))} %`
