import { formatBytes } from '#lib/format/bytes.ts'
import { formatAge } from '#lib/format/duration.ts'
import { PARTIAL_WORDS } from '#lib/format/log-text.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { LogLevel, LogLine, LogList, LogTailEvent } from '#lib/model/log.ts'
import { heading, styled } from './print.ts'

/** The files in logs/ for a terminal. */
export function logFileLines({ files, leftOut, fault }: LogList, nowMs: number): string[] {
  const rows = files.map(({ name, sizeBytes, modifiedAtMs, lines, packed }) => [
    printable(name),
    formatBytes(sizeBytes),
    lines === null ? '–' : formatCount(lines),
    formatAge(modifiedAtMs, nowMs),
    packed ? 'compressed' : '',
  ])
  const table = [['name', 'size', 'lines', 'written', ''], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [
    heading('Logs'),
    ...(fault === null ? [] : [fault]),
    ...(files.length === 0 ? ['There are none.'] : table.map(line)),
    ...leftOut.map(({ name, reason }) => `Not read: ${printable(name)}: ${printable(reason)}`),
  ]
}

const STYLES: Readonly<Record<LogLevel, Parameters<typeof styled>[0]>> = {
  trace: 'gray',
  debug: 'gray',
  info: 'reset',
  warning: 'yellow',
  error: 'red',
  critical: ['bold', 'red'],
}

/** Where what is read of logs goes. */
export type LogOutput = {
  lines(name: string, lines: readonly LogLine[]): void
  /** For whoever reads, beside the lines. */
  note(text: string): void
}

/** With `named`, lines of several logs, each below its name as `tail` writes it. */
export function logOutput({ json, named }: { json: boolean; named: boolean }): LogOutput {
  let last: string | null = null
  const headingOf = (name: string): string => {
    if (!named || json || name === last) return ''
    const before = last === null ? '' : '\n'
    last = name
    return `${before}${styled('bold', `==> ${printable(name)} <==`)}\n`
  }
  return {
    // Their text holds nothing that steers a terminal.
    lines(name, lines) {
      if (lines.length === 0) return
      const text = lines.map((line) =>
        json ? JSON.stringify({ ...(named ? { log: name } : {}), ...toJson(line) }) : shownLine(line),
      )
      process.stdout.write(`${headingOf(name)}${text.join('\n')}\n`)
    },
    note: (text) => void process.stderr.write(`${text}\n`),
  }
}

function shownLine({ text, level, wholeBytes }: LogLine): string {
  const whole = wholeBytes === null ? text : `${text} … (${formatBytes(wholeBytes)})`
  return level === null || level === 'info' ? whole : styled(STYLES[level], whole)
}

const toJson = ({ offset, atMs, level, text, wholeBytes, context }: LogLine) => ({
  offset,
  time: atMs === null ? null : new Date(atMs).toISOString(),
  level,
  text,
  cut: wholeBytes !== null,
  ...(context ? { context } : {}),
})

/** What happened to a log that is followed, for whoever reads the lines; `null` where nothing did. */
export function tailNotice(event: LogTailEvent, name: string): string | null {
  const shown = printable(name)
  switch (event.kind) {
    case 'truncated':
      return `--- ${shown} was emptied ---`
    case 'rotated':
      return `--- ${shown} is another file now ---`
    case 'gone':
      return `--- ${shown} is gone; waiting for the next ---`
    case 'lines':
      if (event.skipped !== null)
        return `--- ${formatCount(event.skipped.lines)} lines of ${shown} came too fast and are left out ---`
      return event.partial > 0
        ? `--- ${formatQuantity(event.partial, 'line')} of ${shown} ${PARTIAL_WORDS} ---`
        : null
    case 'failed':
      return null
  }
}
