import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a log of a home; returns its absolute path. */
export function writeLog(home: string, name: string, content: string | Uint8Array): string {
  mkdirSync(join(home, 'logs'), { recursive: true })
  const path = join(home, 'logs', name)
  writeFileSync(path, content)
  return path
}

export const LOG_START_MS = Date.UTC(2026, 10, 23, 12, 0, 0)

/** `[time] [LEVEL] text`, a second after the other; every tenth is an error with two lines of a traceback. */
export function logLines(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const time = new Date(LOG_START_MS + at * 1000).toISOString()
    if (at % 10 !== 9) return `[${time}] [INFO] Line ${at} of session 20261123_200340_22ebb627`
    return `[${time}] [ERROR] Line ${at} failed\nTraceback (most recent call last):\n  File "x.py", line ${at}`
  })
}
