import { parentPort, workerData } from 'node:worker_threads'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import type { AnswerSearchEvent } from '#lib/model/live.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { readContainedChunks, readContainedFile } from '#lib/store/read-contained.ts'

export type AnswerFile = { sessionId: string; path: string; agent: string | null; sizeBytes: number }
export type AnswerSearchOptions = {
  resultsDirectory: string
  text: string
  files: AnswerFile[]
  /** Whether what looks like a secret is masked in what is found, and so is not found. */
  mask: boolean
}

/** More hits than this help nobody to find something. */
const HIT_LIMIT = 200
const PROGRESS_EVERY = 250
const SNIPPET_RADIUS = 80
/** A larger file is searched piece by piece as it stands: parsing it would take its size in memory again and again. */
const PARSED_BYTES = 4_000_000
const CHUNK_BYTES = 64_000

const { resultsDirectory, text, files, mask } = workerData as AnswerSearchOptions
const send = (event: AnswerSearchEvent): void => parentPort?.postMessage(event)
// An expression needs no lower-case copy of each answer, whose places would not be those of the answer.
const wanted = new RegExp(RegExp.escape(text), 'i')

function search(): Extract<AnswerSearchEvent, { kind: 'done' }> {
  let hits = 0
  for (const [at, file] of files.entries()) {
    if (at % PROGRESS_EVERY === 0) send({ kind: 'progress', searched: at, of: files.length })
    const snippet = file.sizeBytes > PARSED_BYTES ? findInPieces(file.path) : findIn(answerOf(file.path))
    if (snippet === null) continue
    hits += 1
    const { sessionId, path, agent } = file
    send({ kind: 'hit', hit: { sessionId, path, agent, snippet } })
    if (hits === HIT_LIMIT) return { kind: 'done', searched: at + 1, hits, limited: true }
  }
  return { kind: 'done', searched: files.length, hits, limited: false }
}

function findIn(piece: string): string | null {
  const shown = mask ? maskSecrets(piece) : piece
  const found = wanted.exec(shown)
  return found === null ? null : snippetAround(shown, found.index, found[0].length)
}

function findInPieces(path: string): string | null {
  for (const piece of readContainedChunks(
    resultsDirectory,
    path,
    CHUNK_BYTES,
    text.length + SNIPPET_RADIUS,
  )) {
    const snippet = findIn(piece)
    if (snippet !== null) return snippet
  }
  return null
}

/** The answer of a file; "" where there is none, and as much of the text as there is where it cannot be parsed. */
function answerOf(path: string): string {
  const reading = readContainedFile(resultsDirectory, path)
  if (reading.kind !== 'whole') return ''
  const json = parseJson(reading.text)
  if (json.kind !== 'value') return reading.text
  const result = ownField(json.value, 'result')
  return typeof result === 'string' ? result : ''
}

function snippetAround(answer: string, at: number, length: number): string {
  const from = Math.max(0, at - SNIPPET_RADIUS)
  const to = Math.min(answer.length, at + length + SNIPPET_RADIUS)
  return `${from > 0 ? '…' : ''}${answer.slice(from, to).replace(/\s+/g, ' ')}${to < answer.length ? '…' : ''}`
}

send(search())
