const pad = (value: number): string => String(value).padStart(2, '0')

/** "2026-11-23 21:10:18" in the time zone of whoever looks. */
export function formatTime(atMs: number): string {
  const at = new Date(atMs)
  return `${formatDay(atMs)} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`
}

/** "2026-11-23" in the time zone of whoever looks. */
export function formatDay(atMs: number): string {
  const at = new Date(atMs)
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}

/** "2026-11-23T21:10", as a browser's field for a local time wants it. */
export function toLocalInput(atMs: number): string {
  return formatTime(atMs).slice(0, 16).replace(' ', 'T')
}

/** "21:10", the time of day of whoever looks. */
export function formatClock(atMs: number): string {
  return formatTime(atMs).slice(11, 16)
}
