const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** Decimal units with three digits that count: "812 B", "4.1 KB", "130 MB". */
export function formatBytes(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** Bytes of "1 GB", "1.5MB" or a bare number of bytes, in decimal units; `null` for anything else. */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGTP]?B)?$/i.exec(text.trim())
  if (!match) return null
  const power = UNITS.findIndex((unit) => unit === (match[2] ?? 'B').toUpperCase())
  return Math.round(Number(match[1]) * 1000 ** power)
}

/** A text that `parseBytes` reads as exactly that: "1 GB", "1.5 MB", "1234567 B". */
export function writeBytes(sizeBytes: number): string {
  for (let power = UNITS.length - 1; power > 0; power -= 1) {
    const value = sizeBytes / 1000 ** power
    if (value >= 1 && Number.isInteger(value * 1000)) return `${value} ${UNITS[power]}`
  }
  return `${sizeBytes} B`
}
