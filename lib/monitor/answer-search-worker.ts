import { parentPort, workerData } from 'node:worker_threads'
import type { AnswerSearchEvent } from '#lib/model/live.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

export type AnswerFile = { sessionId: string; path: string; agent: string | null }
export type AnswerSearchOptions = { resultsDirectory: string; text: string; files: AnswerFile[] }

/** More hits than this help nobody to find something. */
const HIT_LIMIT = 200
const PROGRESS_EVERY = 250
const SNIPPET_RADIUS = 80

const { resultsDirectory, text, files } = workerData as AnswerSearchOptions
const send = (event: AnswerSearchEvent): void => parentPort?.postMessage(event)

function search(): Extract<AnswerSearchEvent, { kind: 'done' }> {
  const wanted = text.toLowerCase()
  let hits = 0
  for (const [at, file] of files.entries()) {
    if (at % PROGRESS_EVERY === 0) send({ kind: 'progress', searched: at, of: files.length })
    const answer = answerOf(file.path)
    const found = answer.toLowerCase().indexOf(wanted)
    if (found === -1) continue
    hits += 1
    send({ kind: 'hit', hit: { ...file, snippet: snippetAround(answer, found, wanted.length) } })
    if (hits === HIT_LIMIT) return { kind: 'done', searched: at + 1, hits, limited: true }
  }
  return { kind: 'done', searched: files.length, hits, limited: false }
}

/** The answer of a file; "" where there is none, and as much of the text as there is where it cannot be parsed. */
function answerOf(path: string): string {
  const reading = readContainedFile(resultsDirectory, path)
  if (reading.kind === 'ends') return reading.head
  if (reading.kind !== 'whole') return ''
  try {
    const content: unknown = JSON.parse(reading.text)
    const result: unknown = Object.getOwnPropertyDescriptor(Object(content), 'result')?.value
    return typeof result === 'string' ? result : ''
  } catch (error) {
    if (error instanceof SyntaxError) return reading.text
    throw error
  }
}

function snippetAround(answer: string, at: number, length: number): string {
  const from = Math.max(0, at - SNIPPET_RADIUS)
  const to = Math.min(answer.length, at + length + SNIPPET_RADIUS)
  return `${from > 0 ? '…' : ''}${answer.slice(from, to).replace(/\s+/g, ' ')}${to < answer.length ? '…' : ''}`
}

send(search())
