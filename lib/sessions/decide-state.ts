import { formatDuration } from '#lib/format/duration.ts'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { shorten } from '#lib/format/shorten.ts'
import type { ProcessState } from '#lib/model/agent-work.ts'
import type { FileRecord } from '#lib/model/file-record.ts'
import { isLiveArea } from '#lib/model/run.ts'
import type { SessionState, StateReason } from '#lib/model/session.ts'
import { type RunningAgent, summarizeWork } from './running-agents.ts'

/** What a state is decided from: a session's own files, integrated ones and links aside, each inode once. */
export type Evidence = {
  files: readonly FileRecord[]
  /** Those of them that are at work, as far as anybody saw; the longest silent first. */
  agents: readonly RunningAgent[]
  /** Of the files, and of what agents at work write. */
  lastActivityAtMs: number
  expected: number | null
  /** The directory in failed/ that anything of the session lies in, a report included; `null` where nothing does. */
  movedTo: string | null
}

export type Decision = { state: SessionState; reason: StateReason }

/**
 * The one place that says what state a session is in. While a file lies in temp or running it is `active` or, once
 * quiet for `activeWindowMs`, `stale`. After that it is `failed` for anything in failed/, any status other than
 * success, an unreadable or a missing result; else `completed`.
 */
export function decideState(evidence: Evidence, nowMs: number, activeWindowMs: number): Decision {
  const { files, lastActivityAtMs } = evidence
  const areas = files.map((file) => file.area).filter(isLiveArea)
  if (areas.length === 0) return decideFinished(evidence)
  // Worded so that it stays true as time passes: a row is not written anew each second.
  const limit = formatDuration(activeWindowMs)
  const failures = unsuccessful(files).length
  const failed = failures === 0 ? '' : `, ${failures} failed`
  const what = `${arrivedOf(evidence)} in ${areas.includes('temp') ? 'temp' : 'running'}/${failed}${waitingOf(evidence)}`
  return nowMs - lastActivityAtMs < activeWindowMs
    ? decision('active', 'recent_activity', `${what}, the last change under ${limit} ago.`, activeWindowMs)
    : decision(
        'stale',
        'no_recent_activity',
        `${what}, quiet for over ${limit}.${processOf(evidence)}`,
        activeWindowMs,
      )
}

/** Whom a session waits for, the longest silent first. */
function waitingOf({ agents: [first, ...others] }: Evidence): string {
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : ` and ${formatQuantity(others.length, 'more agent')}`
  return `, waiting for ${nameOf(first.record)}${more}`
}

/** A process that is there and does nothing makes no session active, and is nobody's to move without a look at it. */
function processOf({ agents }: Evidence): string {
  const work = summarizeWork(agents)
  return work === null ? '' : ` ${PROCESS_SENTENCES[work.process]}`
}

const PROCESS_SENTENCES: Readonly<Record<ProcessState, string>> = {
  alive: 'Its process is alive.',
  gone: 'Its process is gone.',
  unknown: 'Whether its process is alive is unknown.',
}

function decideFinished({ files, expected, movedTo }: Evidence): Decision {
  const fault = unreadableOf(files) ?? unsuccessfulOf(files)
  if (movedTo !== null) {
    const place = `Lies in ${movedTo}/.`
    return decision(
      'failed',
      'moved_to_failed',
      fault ? `${asSentence(fault.reason.evidence)} ${place}` : place,
    )
  }
  if (fault) return fault
  const results = resultsOf(files)
  if (expected !== null && results.length < expected) {
    return decision('failed', 'missing_result', `${arrivedOf({ files, expected })} arrived.`)
  }
  const evidence =
    results.length === 0
      ? 'No result is there, and none is known to be missing.'
      : `${formatQuantity(results.length, 'result')}, every one a success.`
  return decision('completed', 'all_succeeded', evidence)
}

function unreadableOf(files: readonly FileRecord[]): Decision | null {
  const file = files.find(({ outcome }) => outcome === 'unreadable')
  if (!file) return null
  const evidence = `The result of ${nameOf(file)} cannot be read: ${file.problemDetail}`
  return decision('failed', 'unreadable_result', evidence)
}

function unsuccessfulOf(files: readonly FileRecord[]): Decision | null {
  const [first, ...others] = unsuccessful(files)
  if (!first) return null
  const more = others.length === 0 ? '' : ` (${others.length} more failed)`
  const error = firstLine(maskSecrets(first.error ?? ''))
  const evidence = `${nameOf(first)} ended with "${maskSecrets(first.status ?? '')}"${more}${error === '' ? '.' : `: ${error}`}`
  return decision('failed', 'unsuccessful_result', evidence)
}

const resultsOf = (files: readonly FileRecord[]): FileRecord[] =>
  files.filter(({ kind }) => kind === 'result')

const unsuccessful = (files: readonly FileRecord[]): FileRecord[] =>
  resultsOf(files).filter(({ outcome }) => outcome !== 'success' && outcome !== 'writing')

const nameOf = ({ agent, name }: FileRecord): string => agent ?? name

const asSentence = (text: string): string => (/[.…!?]$/.test(text) ? text : `${text}.`)

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n', 1)
  return line.length > LINE_LIMIT_CHARACTERS ? `${shorten(line, LINE_LIMIT_CHARACTERS)}…` : line
}

/** As much of an error as a row of a list has room for. */
const LINE_LIMIT_CHARACTERS = 160

/** "2 of 3 expected results", or "2 results" where nobody recorded how many are expected. */
function arrivedOf({ files, expected }: Pick<Evidence, 'files' | 'expected'>): string {
  const arrived = resultsOf(files).length
  return expected === null
    ? formatQuantity(arrived, 'result')
    : `${arrived} of ${formatQuantity(expected, 'expected result')}`
}

function decision(
  state: SessionState,
  rule: StateReason['rule'],
  evidence: string,
  thresholdMs: number | null = null,
): Decision {
  return { state, reason: { rule, evidence, thresholdMs } }
}
