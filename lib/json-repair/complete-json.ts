import { isUtf8 } from 'node:buffer'
import { endOfCharacters } from './cut-string.ts'
import { CLOSE_LIST, CLOSE_OBJECT, LINE_FEED, QUOTE } from './json-bytes.ts'
import { type CutScan, type CutWhat, type Level, type Scan, scanJson } from './scan-json.ts'
import { passString } from './scan-token.ts'
import { isUtf8Start } from './utf8.ts'

export type Cut = {
  /** Where it was cut: names and indexes from the top, e.g. `['metadata', 'project_dir']`; `[]` at the top. */
  at: (string | number)[]
  /** What was being written there: `value` is a field without one, `structure` what stands between values. */
  what: CutWhat
  /** Top-level fields that stand whole, each name once. */
  complete: string[]
  /** The top-level field that is there in part: a string that is a prefix, or an object or list without its end. */
  partial: string | null
  /** Bytes at the end that were left out. */
  leftOutBytes: number
}

export type Completion =
  /** Strict JSON already, of whatever kind. */
  | { kind: 'whole' }
  /** A prefix of the source, what closes it, and a line break. */
  | { kind: 'completed'; bytes: Uint8Array; cut: Cut }
  /** No beginning of a JSON object or list. */
  | { kind: 'not_cut' }

/**
 * Closes a JSON object or list that was cut short. All that stands whole stays byte for byte, a string that was cut
 * keeps its whole characters, and whatever else is there in part is left out with its key and the comma before;
 * nothing is added. What is not, byte for byte, the beginning of strict JSON in UTF-8 is `not_cut`, and so is what
 * nests a million levels deep.
 */
export function completeJson(bytes: Uint8Array): Completion {
  return completeScan(bytes, scanJson(bytes))
}

/** The same, with what `scanJson` found in these bytes. */
export function completeScan(bytes: Uint8Array, scan: Scan): Completion {
  if (scan.kind === 'whole' && isUtf8(bytes)) return { kind: 'whole' }
  if (scan.kind !== 'cut' || !isUtf8Start(bytes)) return { kind: 'not_cut' }
  const keptBytes = scan.what === 'string' ? endOfCharacters(bytes, scan.tokenAt + 1) : scan.wholeEnd
  return {
    kind: 'completed',
    bytes: withEnd(bytes.subarray(0, keptBytes), ending(scan)),
    cut: { ...describeCut(bytes, scan), leftOutBytes: bytes.length - keptBytes },
  }
}

function ending(scan: CutScan): number[] {
  const closers = scan.open.map((level) => (level.kind === 'list' ? CLOSE_LIST : CLOSE_OBJECT)).reverse()
  return scan.what === 'string' ? [QUOTE, ...closers, LINE_FEED] : [...closers, LINE_FEED]
}

function withEnd(start: Uint8Array, end: number[]): Uint8Array {
  const joined = new Uint8Array(start.length + end.length)
  joined.set(start)
  joined.set(end, start.length)
  return joined
}

function describeCut(bytes: Uint8Array, scan: CutScan): Omit<Cut, 'leftOutBytes'> {
  const isBetween = scan.what === 'key' || scan.what === 'structure'
  const levels = isBetween ? scan.open.slice(0, -1) : scan.open
  const at = levels.map((level) => stepName(bytes, level))
  const names = new Set(scan.fieldsAt.map((keyAt) => readKey(bytes, keyAt)))
  const [top] = at
  const isKept = scan.what === 'string' || scan.open.length > 1
  return {
    at,
    what: scan.what,
    // A name that comes a second time is not whole while its later value is missing.
    complete: [...names].filter((name) => name !== top),
    partial: isKept && typeof top === 'string' ? top : null,
  }
}

function stepName(bytes: Uint8Array, level: Level): string | number {
  return level.kind === 'list' ? level.index : readKey(bytes, level.keyAt)
}

function readKey(bytes: Uint8Array, at: number): string {
  const cursor = { bytes, at }
  passString(cursor)
  return String(JSON.parse(Buffer.from(bytes.subarray(at, cursor.at)).toString('utf8')))
}
