/** "12,345". By hand, since rows by the ten thousand say how many results they have. */
export function formatCount(value: number): string {
  const digits = String(value)
  return value < 1000 ? digits : digits.replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A rate of 0 to 1 as "97 %", "99.4 %"; never "100 %" for less than all, nor "0 %" for more than none. `null` is "–". */
export function formatRate(rate: number | null): string {
  if (rate === null) return '–'
  if (rate === 0 || rate === 1) return `${rate * 100} %`
  const percent = Math.min(99.9, Math.max(0.1, rate * 100))
  return `${percent > 10 && percent < 90 ? Math.round(percent) : percent.toFixed(1).replace(/\.0$/, '')} %`
}

/** "1 session", "2 sessions", with `plural` where an s is not enough. */
export function formatQuantity(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`
}
