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
