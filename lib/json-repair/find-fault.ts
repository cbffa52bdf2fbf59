import { decode, describePlace } from './describe-place.ts'
import { explainWrong } from './explain-wrong.ts'
import { OPEN_LIST, OPEN_OBJECT } from './json-bytes.ts'
import { newReader, passGap } from './lenient-token.ts'
import { type Scan, scanJson } from './scan-json.ts'
import { isWhite, passWhite } from './scan-token.ts'
import { isUtf8Start, unfinishedBytes, utf8StartBytes } from './utf8.ts'

/** `noise` is what may be JSON written a little wrong. */
export type FaultCode =
  | 'noise'
  | 'empty'
  | 'all_nul'
  | 'nul_bytes'
  | 'invalid_utf8'
  | 'several_values'
  | 'garbage_behind'
  | 'no_json'

export type Fault = {
  code: FaultCode
  /** A sentence for people, without its full stop. */
  reason: string
  /** Makes what to guess the meant JSON from, which for a long file had better not be made; `null` where nothing is left to guess from. */
  guessFrom: (() => Uint8Array) | null
}

/** A comment before the JSON may take as much. */
const OPENING_BYTES = 65_536

/** What is wrong with bytes that are neither whole nor cut; `scan` is what `scanJson` found in them. */
export function findFault(bytes: Uint8Array, scan: Scan): Fault {
  return faultOfBytes(bytes) ?? faultOfValues(bytes, scan) ?? faultOfText(bytes, scan)
}

function faultOfBytes(bytes: Uint8Array): Fault | null {
  if (bytes.every(isWhite)) return { code: 'empty', reason: 'The file is empty', guessFrom: null }
  if (bytes.every((byte) => byte === 0)) {
    return { code: 'all_nul', reason: 'The file holds nothing but NUL bytes', guessFrom: null }
  }
  const nulAt = bytes.indexOf(0)
  if (nulAt !== -1) {
    const reason = `A NUL byte stands in ${describePlace(bytes, nulAt)}`
    return { code: 'nul_bytes', reason, guessFrom: () => bytes.filter((byte) => byte !== 0) }
  }
  if (isUtf8Start(bytes)) return null
  const place = describePlace(bytes, utf8StartBytes(bytes))
  return { code: 'invalid_utf8', reason: `What stands in ${place} is not UTF-8`, guessFrom: () => bytes }
}

/** Faults behind a first value that is whole. */
function faultOfValues(bytes: Uint8Array, scan: Scan): Fault | null {
  if (scan.kind !== 'more' || !startsContainer(bytes)) return null
  const place = describePlace(bytes, scan.next)
  const guessFrom = () => bytes.subarray(0, scan.end)
  return isMoreValues(bytes, scan.next)
    ? {
        code: 'several_values',
        reason: `Another JSON value starts in ${place}, behind a whole one`,
        guessFrom,
      }
    : {
        code: 'garbage_behind',
        reason: `Something that is no JSON starts in ${place}, behind a whole value`,
        guessFrom,
      }
}

function faultOfText(bytes: Uint8Array, scan: Scan): Fault {
  if (scan.kind !== 'wrong' || !mayBecomeJson(bytes)) {
    const reason = 'The file starts neither as a JSON object nor as a list'
    return { code: 'no_json', reason, guessFrom: null }
  }
  const guessFrom = () => bytes.subarray(0, bytes.length - unfinishedBytes(bytes))
  return { code: 'noise', reason: explainWrong(bytes, scan.at, scan.expected), guessFrom }
}

function startsContainer(bytes: Uint8Array): boolean {
  const cursor = { bytes, at: 0 }
  passWhite(cursor)
  return bytes[cursor.at] === OPEN_OBJECT || bytes[cursor.at] === OPEN_LIST
}

function isMoreValues(bytes: Uint8Array, from: number): boolean {
  let scan = scanJson(bytes, from)
  while (scan.kind === 'more') scan = scanJson(bytes, scan.next)
  return scan.kind === 'whole'
}

/** Whether it opens an object or a list, be it behind a byte order mark and comments. */
function mayBecomeJson(bytes: Uint8Array): boolean {
  const reader = newReader(decode(bytes.subarray(0, OPENING_BYTES)).replace(/^\uFEFF/, ''))
  passGap(reader)
  return reader.text[reader.at] === '{' || reader.text[reader.at] === '['
}
