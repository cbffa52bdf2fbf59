import { shorten } from '#lib/format/shorten.ts'
import type { History } from '#lib/history/history.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { QuarantineNote } from '#lib/model/quarantine-note.ts'
import type { Run, RunWork } from '#lib/model/run.ts'
import type { Integration, SessionDetail, SessionFile } from '#lib/model/session.ts'
import { lookAtRecord } from '#lib/sessions/look-at-record.ts'
import { problemOf } from '#lib/sessions/problem-of.ts'
import { standsFor, toNote } from '#lib/sessions/quarantined-record.ts'
import { type RunningAgent, runningAgents } from '#lib/sessions/running-agents.ts'
import { ownFiles } from '#lib/sessions/summarize-session.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import type { FileReading } from '#lib/store/read-file.ts'
import { lackingResults } from './lacking-results.ts'

/** Everything known about one session, runs in the order they ended and those at work behind them; `null` where there is no such session. */
export function readSessionDetail(
  history: History,
  resultsDirectory: string,
  id: string,
): SessionDetail | null {
  const session = history.sessions.get(id)
  if (session === null) return null
  const records = history.files.ofSession(id)
  const notes = readNotes(resultsDirectory, records)
  const files = ownFiles(records)
  const agents = runningAgents(files, lookAtRecord)
  const runs = files
    .flatMap((record) => toRun(record, notes, agents))
    .sort((a, b) => Number(a.work !== null) - Number(b.work !== null) || a.endedAtMs - b.endedAtMs)
  return {
    session,
    runs,
    missing: Math.max(0, (session.expected ?? 0) - runs.length),
    files: records.flatMap(toFile).sort((a, b) => (a.path < b.path ? -1 : 1)),
    problems: records.flatMap(problemOf),
    resultsDirectory,
    integration: readIntegration(resultsDirectory, records),
  }
}

/** What was cut short of this session. */
export function readNotes(resultsDirectory: string, records: readonly FileRecord[]): QuarantineNote[] {
  return records
    .filter(({ kind, problemCode }) => kind === 'note' && problemCode === 'cut_short')
    .flatMap(({ path }) => toNote(readContainedFile(resultsDirectory, path)) ?? [])
}

function toRun(record: FileRecord, notes: readonly QuarantineNote[], agents: readonly RunningAgent[]): Run[] {
  if (record.outcome === null) return []
  return [
    {
      kind: record.kind === 'running' ? 'start' : 'result',
      sessionId: record.sessionId ?? '',
      taskId: record.taskId,
      agent: record.agent,
      outcome: record.outcome,
      status: record.status,
      endedAtMs: record.endedAtMs ?? record.modifiedAtMs,
      executionMs: record.executionMs,
      error: record.error,
      project: record.project,
      area: record.area,
      path: record.path,
      work: workOf(agents.find((agent) => agent.record === record)),
      usage: record.usage,
      cutShort: notes.find((note) => standsFor(note, record))?.missing ?? null,
      sizeBytes: record.sizeBytes,
      modifiedAtMs: record.modifiedAtMs,
      fullyChecked: record.fullyChecked,
    },
  ]
}

/** Where its transcript lies is nobody's business. */
function workOf(agent: RunningAgent | undefined): RunWork | null {
  if (agent === undefined) return null
  const { startedAtMs, lastSignAtMs, process, record } = agent
  const hasTranscript = record.work !== null && record.work.transcript !== null
  return { startedAtMs, lastSignAtMs, hasTranscript, process }
}

function toFile({ path, area, kind, sizeBytes, modifiedAtMs }: FileRecord): SessionFile[] {
  return kind === 'other' || kind === 'directory' ? [] : [{ path, area, kind, sizeBytes, modifiedAtMs }]
}

/** What the integrated file says; `null` where there is none that can be read. */
export function readIntegration(
  resultsDirectory: string,
  records: readonly FileRecord[],
): Integration | null {
  const file = newest(
    records.filter(({ kind, problemCode }) => kind === 'integrated' && problemCode === null),
  )
  if (file === null) return null
  const reading = readContainedFile(resultsDirectory, file.path, INTEGRATION_LIMIT_BYTES)
  const isWhole = reading.kind === 'whole'
  const content = isWhole ? parseObject(reading.text) : new Map<string, unknown>()
  const synthesis = toMap(content.get('synthesis'))
  const summary = newest(records.filter(({ kind }) => kind === 'summary'))
  const markdown = summary ? readContainedFile(resultsDirectory, summary.path, INTEGRATION_LIMIT_BYTES) : null
  const integratedAtMs = Date.parse(String(content.get('timestamp')))
  return {
    path: file.path,
    summary: sentence(synthesis.get('summary')),
    keyInsights: sentences(synthesis.get('key_insights')),
    recommendations: sentences(synthesis.get('recommendations')),
    consensus: sentence(synthesis.get('consensus_level')),
    integratedAtMs: Number.isNaN(integratedAtMs) ? null : integratedAtMs,
    lackingResults: lackingResults(isWhole ? content : null, file.modifiedAtMs, records),
    tooLarge: reading.kind === 'ends',
    summaryMarkdown: markdownOf(markdown),
  }
}

/** Of several, numbered where one was there before. */
const newest = (records: readonly FileRecord[]): FileRecord | null =>
  records.toSorted((a, b) => b.modifiedAtMs - a.modifiedAtMs)[0] ?? null

function markdownOf(reading: FileReading | null): string | null {
  switch (reading?.kind) {
    case 'whole':
      return cut(reading.text, MARKDOWN_LIMIT_CHARACTERS)
    case 'ends':
      return `${reading.head}…`
    default:
      return null
  }
}

function parseObject(text: string): Map<string, unknown> {
  const reading = parseJson(text)
  return reading.kind === 'value' ? toMap(reading.value) : new Map()
}

const toMap = (value: unknown): Map<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])

/** A page shows a few hundred kilobytes of it at most. */
const INTEGRATION_LIMIT_BYTES = 4 * 1024 * 1024
/** More is no summary; the file itself has it all. */
const MARKDOWN_LIMIT_CHARACTERS = 100_000
const SENTENCE_LIMIT_CHARACTERS = 4000
const SENTENCES_LIMIT = 200

const cut = (text: string, limit: number): string => (text.length > limit ? `${shorten(text, limit)}…` : text)

const sentence = (value: unknown): string | null =>
  typeof value === 'string' ? cut(value, SENTENCE_LIMIT_CHARACTERS) : null

const sentences = (value: unknown): string[] =>
  Array.isArray(value) ? value.slice(0, SENTENCES_LIMIT).flatMap((item) => sentence(item) ?? []) : []
