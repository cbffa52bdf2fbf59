import type { History } from '#lib/history/history.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Run } from '#lib/model/run.ts'
import type { Integration, SessionDetail, SessionFile } from '#lib/model/session.ts'
import { ownFiles } from '#lib/sessions/summarize-session.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'

/** Everything known about one session, runs in the order they ended; `null` where there is no such session. */
export function readSessionDetail(
  history: History,
  resultsDirectory: string,
  id: string,
): SessionDetail | null {
  const session = history.sessions.get(id)
  if (session === null) return null
  const records = history.files.ofSession(id)
  const runs = ownFiles(records)
    .flatMap(toRun)
    .sort((a, b) => a.endedAtMs - b.endedAtMs)
  return {
    session,
    runs,
    missing: Math.max(0, (session.expected ?? 0) - runs.length),
    files: records.flatMap(toFile).sort((a, b) => (a.path < b.path ? -1 : 1)),
    problems: records.flatMap(toProblem),
    resultsDirectory,
    integration: readIntegration(resultsDirectory, records),
  }
}

function toRun(record: FileRecord): Run[] {
  if (record.outcome === null) return []
  return [
    {
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
      sizeBytes: record.sizeBytes,
      modifiedAtMs: record.modifiedAtMs,
      fullyChecked: record.fullyChecked,
    },
  ]
}

function toFile({ path, area, kind, sizeBytes, modifiedAtMs }: FileRecord): SessionFile[] {
  return kind === 'other' || kind === 'directory' ? [] : [{ path, area, kind, sizeBytes, modifiedAtMs }]
}

function toProblem({ path, problemCode, problemDetail, sessionId }: FileRecord): Problem[] {
  return problemCode === null ? [] : [{ path, code: problemCode, detail: problemDetail ?? '', sessionId }]
}

function readIntegration(resultsDirectory: string, records: readonly FileRecord[]): Integration | null {
  const file = records.find((record) => record.kind === 'integrated' && record.problemCode === null)
  if (!file) return null
  const reading = readContainedFile(resultsDirectory, file.path)
  const content = reading.kind === 'whole' ? parseObject(reading.text) : new Map<string, unknown>()
  const synthesis = toMap(content.get('synthesis'))
  const summary = records.find((record) => record.kind === 'summary')
  const markdown = summary ? readContainedFile(resultsDirectory, summary.path) : null
  const integratedAtMs = Date.parse(String(content.get('timestamp')))
  return {
    path: file.path,
    summary: textOrNull(synthesis.get('summary')),
    keyInsights: texts(synthesis.get('key_insights')),
    recommendations: texts(synthesis.get('recommendations')),
    consensus: textOrNull(synthesis.get('consensus_level')),
    integratedAtMs: Number.isNaN(integratedAtMs) ? null : integratedAtMs,
    summaryMarkdown: markdown?.kind === 'whole' ? markdown.text : null,
  }
}

function parseObject(text: string): Map<string, unknown> {
  const reading = parseJson(text)
  return reading.kind === 'value' ? toMap(reading.value) : new Map()
}

const toMap = (value: unknown): Map<string, unknown> =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
