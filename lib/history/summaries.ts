import type { DatabaseSync } from 'node:sqlite'
import type { AgentUsage } from '#lib/model/agent-work.ts'
import type { IndexEvidence } from '#lib/model/issue-evidence.ts'
import type { TodayNumbers } from '#lib/model/live.ts'
import type { Problem, ProblemCode, StrayProblems } from '#lib/model/problem.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import type { RunOutcome } from '#lib/model/run.ts'
import { DUPLICATE, ID_GUESSED, parseMore } from './file-row.ts'
import { type IssueLimits, issueFiles } from './issue-files.ts'

export type ResultRow = {
  agent: string | null
  executionMs: number | null
  outcome: RunOutcome
  usage: AgentUsage | null
}

/** Questions over all files that are there, finished and live. */
export type Summaries = {
  problems(): Problem[]
  strays(): StrayProblems
  /** How much there is of everything. */
  extent(): { files: number; sizeBytes: number; problems: number }
  facets(): { agents: string[]; projects: string[] }
  today(sinceMs: number): TodayNumbers
  results(): Iterable<ResultRow>
  /** Whether a file that says so itself belongs to such a session. */
  knowsSession(id: string): boolean
  /** Every result, the newest first. */
  answerFiles(): { sessionId: string; path: string; agent: string | null; sizeBytes: number }[]
  /** What may be wrong, for the detectors. */
  issueEvidence(limits: IssueLimits): IndexEvidence
}

/** More than a first page has room for. */
const STRAYS_SHOWN = 20

/** A second name of a file is no second file. */
const COUNTS_ONCE = `(flags & ${DUPLICATE}) = 0`

const PROBLEM_COLUMNS = 'directory, name, problem_code, problem_detail, session_id'
const IS_STRAY = `
  problem_code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.sessions s WHERE s.id = session_id)
  AND NOT EXISTS (SELECT 1 FROM temp.live_sessions s WHERE s.id = session_id)`

export function summaries(db: DatabaseSync): Summaries {
  const problems = db.prepare(
    `SELECT ${PROBLEM_COLUMNS} FROM all_files WHERE problem_code IS NOT NULL ORDER BY directory, name`,
  )
  const strays = db.prepare(
    `SELECT ${PROBLEM_COLUMNS} FROM all_files WHERE ${IS_STRAY} ORDER BY directory, name LIMIT ${STRAYS_SHOWN}`,
  )
  const strayCount = db.prepare(`SELECT count(*) AS total FROM all_files WHERE ${IS_STRAY}`)
  const extent = db.prepare(
    `SELECT count(*) FILTER (WHERE kind <> 'directory') AS files, total(size_bytes) AS size, count(problem_code) AS problems FROM all_files
    WHERE ${COUNTS_ONCE}`,
  )
  const agents = db.prepare('SELECT DISTINCT agent AS name FROM all_files WHERE agent IS NOT NULL ORDER BY 1')
  const projects = db.prepare(
    'SELECT DISTINCT project AS name FROM all_files WHERE project IS NOT NULL ORDER BY 1',
  )
  const today = db.prepare(`
    SELECT count(*) AS results, count(DISTINCT session_id) AS sessions,
      count(*) FILTER (WHERE outcome <> 'success') AS errors, avg(execution_ms) AS average
    FROM all_files WHERE kind = 'result' AND ended_at_ms >= ? AND outcome <> 'writing' AND ${COUNTS_ONCE}`)
  const results = db.prepare(`
    SELECT agent, execution_ms, outcome, more FROM all_files
    WHERE kind = 'result' AND outcome <> 'writing' AND ${COUNTS_ONCE}`)
  const known = db.prepare(
    `SELECT 1 FROM all_files WHERE session_id = ? AND (flags & ${ID_GUESSED}) = 0 LIMIT 1`,
  )
  const answers = db.prepare(`
    SELECT session_id, directory, name, agent, size_bytes FROM all_files
    WHERE kind = 'result' AND session_id IS NOT NULL ORDER BY ended_at_ms DESC`)
  return {
    answerFiles: () =>
      answers.all().map((row) => ({
        sessionId: String(row.session_id),
        path: joinPath(String(row.directory), String(row.name)),
        agent: row.agent === null ? null : String(row.agent),
        sizeBytes: Number(row.size_bytes),
      })),
    problems: () => problems.all().map(toProblem),
    strays: () => ({ shown: strays.all().map(toProblem), total: Number(strayCount.get()?.total) }),
    extent: () => {
      const row = extent.get()
      return { files: Number(row?.files), sizeBytes: Number(row?.size), problems: Number(row?.problems) }
    },
    facets: () => ({
      agents: agents.all().map((row) => String(row.name)),
      projects: projects.all().map((row) => String(row.name)),
    }),
    today: (sinceMs) => {
      const row = today.get(sinceMs)
      return {
        sinceMs,
        sessions: Number(row?.sessions),
        results: Number(row?.results),
        errors: Number(row?.errors),
        averageExecutionMs: typeof row?.average === 'number' ? row.average : null,
      }
    },
    results: () =>
      results.iterate().map((row) => ({
        agent: row.agent === null ? null : String(row.agent),
        executionMs: row.execution_ms === null ? null : Number(row.execution_ms),
        outcome: String(row.outcome) as RunOutcome,
        usage: parseMore(row.more === null ? null : String(row.more))[1],
      })),
    knowsSession: (id) => known.get(id) !== undefined,
    issueEvidence: issueFiles(db),
  }
}

function toProblem(row: Record<string, unknown>): Problem {
  return {
    path: joinPath(String(row.directory), String(row.name)),
    code: String(row.problem_code) as ProblemCode,
    detail: String(row.problem_detail),
    sessionId: row.session_id === null ? null : String(row.session_id),
  }
}
