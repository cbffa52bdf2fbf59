import type { AgentUsage, AgentWork } from '#lib/model/agent-work.ts'
import type { FileKind, FileRecord } from '#lib/model/file-record.ts'
import type { ProblemCode } from '#lib/model/problem.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import type { Area, RunOutcome } from '#lib/model/run.ts'

const NOT_FULLY_CHECKED = 1
const BEING_WRITTEN = 2
export const ID_GUESSED = 4
export const DUPLICATE = 8

/** A record as the tables hold it: its values in the order of `FILE_COLUMNS`. Half as long as an object when it is sent. */
export type FileRow = [
  directory: string,
  name: string,
  area: Area,
  kind: FileKind,
  sessionId: string | null,
  sizeBytes: number,
  modifiedAtMs: number,
  inode: number,
  taskId: string | null,
  agent: string | null,
  project: string | null,
  outcome: RunOutcome | null,
  status: string | null,
  endedAtMs: number | null,
  executionMs: number | null,
  error: string | null,
  expected: number | null,
  flags: number,
  problemCode: ProblemCode | null,
  problemDetail: string | null,
  more: string | null,
]

export function toRow(record: FileRecord): FileRow {
  return [
    record.directory,
    record.name,
    record.area,
    record.kind,
    record.sessionId,
    record.sizeBytes,
    record.modifiedAtMs,
    record.inode,
    record.taskId,
    record.agent,
    record.project,
    record.outcome,
    record.status,
    record.endedAtMs,
    record.executionMs,
    record.error,
    record.expected,
    flagsOf(record),
    record.problemCode,
    record.problemDetail,
    moreOf(record),
  ]
}

/** What few records have, as JSON, so that the others carry one empty column. */
export const moreOf = ({ work, usage }: Pick<FileRecord, 'work' | 'usage'>): string | null =>
  work === null && usage === null ? null : JSON.stringify([work, usage])

type More = [work: AgentWork | null, usage: AgentUsage | null]

/** The column holds what `moreOf` wrote; only this program writes it. */
export const parseMore = (more: string | null): More =>
  more === null ? NOTHING_MORE : (JSON.parse(more) as More)

const NOTHING_MORE: More = [null, null]

function flagsOf({ fullyChecked, beingWritten, idGuessed, duplicate }: FileRecord): number {
  return (
    (fullyChecked ? 0 : NOT_FULLY_CHECKED) |
    (beingWritten ? BEING_WRITTEN : 0) |
    (idGuessed ? ID_GUESSED : 0) |
    (duplicate ? DUPLICATE : 0)
  )
}

export function fromRow(row: FileRow): FileRecord {
  const [directory, name] = row
  const [work, usage] = parseMore(row[20])
  return {
    path: joinPath(directory, name),
    directory,
    name,
    area: row[2],
    kind: row[3],
    sessionId: row[4],
    idGuessed: (row[17] & ID_GUESSED) !== 0,
    sizeBytes: row[5],
    modifiedAtMs: row[6],
    inode: row[7],
    taskId: row[8],
    agent: row[9],
    project: row[10],
    outcome: row[11],
    status: row[12],
    endedAtMs: row[13],
    executionMs: row[14],
    error: row[15],
    work,
    usage,
    expected: row[16],
    fullyChecked: (row[17] & NOT_FULLY_CHECKED) === 0,
    duplicate: (row[17] & DUPLICATE) !== 0,
    beingWritten: (row[17] & BEING_WRITTEN) !== 0,
    problemCode: row[18],
    problemDetail: row[19],
  }
}
