import { lstatSync } from 'node:fs'
import {
  type IntegrationGap,
  type IntegrationInput,
  integratedText,
  integrateResults,
} from '#lib/integration/integrate-results.ts'
import { summaryMarkdown } from '#lib/integration/summary-markdown.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { type PinnedDirectory, pinDirectory } from '#lib/store/pinned-directory.ts'
import { INTEGRATED, SUMMARY } from './keep-integrated.ts'
import { namesIn, readWherePossible } from './read-small-file.ts'
import { sessionName } from './safe-name.ts'
import { completedPath, failedPath, metadataName, pinWherePossible } from './session-metadata.ts'
import { writeNewFile } from './write-new-file.ts'

/** A hook has neither the time nor the memory to merge more; what is left out is named in the answer. */
const RESULT_LIMIT_BYTES = 16 * 1024 * 1024
const TOTAL_LIMIT_BYTES = 64 * 1024 * 1024

/**
 * Merges the results of a completed session, those too that a clean-up moved to failed/ before; the merged answer of before
 * is replaced as a whole.
 */
export function integrateSession(results: string, sessionId: string, expected: number, atMs: number): void {
  const found = readResults(results, sessionId)
  const { read, unreadable } = found
  if (read.length === 0) return
  const merged = integrateResults({
    sessionId,
    results: read,
    unreadable,
    missing: Math.max(0, expected - read.length - unreadable.length, unanswered(found)),
    atMs,
  })
  using directory = pinDirectory(results, 'integrated', { make: true })
  const name = sessionName(sessionId)
  const write = (ending: string, text: string): void => {
    writeNewFile(directory, `${name}${ending}`, { pieces: [text], how: 'replace' })
  }
  write(INTEGRATED, integratedText(merged))
  write(SUMMARY, summaryMarkdown(merged))
}

type FoundResults = {
  read: IntegrationInput[]
  unreadable: IntegrationGap[]
  totalBytes: number
  /** Tasks of agents that were cut off, as the records of their start say. */
  started: Set<unknown>
}

function unanswered({ read, started }: FoundResults): number {
  const answered = new Set(read.map(({ content }) => ownField(content, 'task_id')))
  return [...started].filter((task) => !answered.has(task)).length
}

function readResults(results: string, sessionId: string): FoundResults {
  const found: FoundResults = { read: [], unreadable: [], totalBytes: 0, started: new Set() }
  for (const place of [completedPath(sessionId), failedPath(sessionId)]) {
    using directory = pinWherePossible(results, place)
    if (directory === null) continue
    for (const name of namesIn(directory).filter(isResultName(sessionId)).sort())
      take(found, directory, place, name)
  }
  // In the order in which they arrived.
  found.read.sort((a, b) => timeOf(a) - timeOf(b))
  return found
}

function take(found: FoundResults, directory: PinnedDirectory, place: string, name: string): void {
  const size = lstatSync(directory.at(name), { throwIfNoEntry: false })?.size ?? 0
  const isTooLarge = size > RESULT_LIMIT_BYTES || found.totalBytes + size > TOTAL_LIMIT_BYTES
  const content = isTooLarge
    ? 'It is too large to be merged while the agent waits.'
    : readOne(directory, name)
  const path = `${place}/${name}`
  if (typeof content === 'string') found.unreadable.push({ path, reason: content })
  else if (isStart(content)) found.started.add(ownField(content, 'task_id'))
  else {
    found.totalBytes += size
    found.read.push({ path, content, cutShort: null })
  }
}

const isStart = (content: object): boolean =>
  ownField(content, 'status') === undefined && typeof ownField(content, 'started_at') === 'string'

const isResultName =
  (sessionId: string) =>
  (name: string): boolean =>
    name.endsWith('.json') &&
    !name.startsWith('.') &&
    name !== metadataName(sessionId) &&
    !/_metadata~\d+\.json$|^recovery_report(?:~\d+)?\.json$/.test(name)

/** The object, or why there is none, as a sentence. */
function readOne(directory: PinnedDirectory, name: string): object | string {
  const reading = readWherePossible(directory.at(name), RESULT_LIMIT_BYTES)
  if (!reading?.whole) return 'It cannot be read.'
  if (reading.bytes.length === 0) return 'The file is empty.'
  const json = parseJson(reading.bytes.toString('utf8'))
  if (json.kind === 'broken') return 'It is no valid JSON.'
  if (json.kind === 'too_complex' || typeof json.value !== 'object' || json.value === null)
    return 'It is no result.'
  return json.value
}

function timeOf({ content }: IntegrationInput): number {
  const atMs = Date.parse(String(ownField(content, 'timestamp')))
  return Number.isNaN(atMs) ? 0 : atMs
}
