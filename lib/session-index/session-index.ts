import { fromRow } from '#lib/history/file-row.ts'
import type { History } from '#lib/history/history.ts'
import type { ChangeBatch, ScanState, SessionChange, WatchState } from '#lib/model/live.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { watchAgents } from './agent-watch.ts'
import { directoryReports } from './directory-reports.ts'
import { type FreshFiles, freshFiles } from './fresh-files.ts'
import { guessAgain, trackGuesses } from './guess-again.ts'
import { type KnownDirectories, knownDirectories } from './known-directories.ts'
import type { ReadAhead } from './read-ahead.ts'
import type { RefreshContext } from './refresh-context.ts'
import { refreshBelow } from './refresh-directory.ts'
import { refreshFile } from './refresh-file.ts'
import { runScan } from './run-scan.ts'
import { type SessionUpdate, updateSessions } from './update-sessions.ts'
import { areaOf } from './walk-areas.ts'

export type SessionIndexOptions = {
  resultsDirectory: string
  activeWindowMs: number
  settleMs: number
  now: () => number
  /** Helps with the first scan, and is closed after it. */
  reader: ReadAhead
}

export type SessionIndex = {
  /** Walks everything, and reads what differs from what is known. With `light`, trusts the times of directories. */
  scan(options: ScanOptions): Promise<ScanResult>
  /** Looks again at one name in a directory, both relative to the results directory; `null` for all of it. */
  refresh(directory: string, name: string | null): void
  /** Looks again at files that were being written, at agents at work, and at sessions that grew old. */
  tick(): void
  /** When `tick` is next due, epoch milliseconds; infinity when nothing waits. */
  nextTickMs(): number
  /**
   * What changed since the last call; `null` where nothing did. Without `rows` only the numbers are told, for times when
   * so much changes that everything had better be read again. With `always`, the numbers are told though nothing changed.
   */
  takeChanges(watch: WatchState, options: { rows: boolean; always: boolean }): Changes | null
  /** Directories of finished files that changed last, the latest of them last. */
  latestDirectories(limit: number): string[]
  /** Directories that hold finished files of sessions that are live. */
  directoriesOfLive(limit: number): string[]
  /** Directories of running agents, those that changed last first. */
  directoriesOfRunning(limit: number): string[]
  /** Directories known directly below one. */
  directoriesBelow(directory: string): string[]
  /** How many sessions changed since changes were last taken. */
  changedCount(): number
  scanState(): ScanState
  /** Judges by other limits from now on, every session that is live at once. */
  reconfigure(limits: Pick<SessionIndexOptions, 'activeWindowMs' | 'settleMs'>): void
}

/** A batch that has not been numbered yet. */
export type Changes = Omit<ChangeBatch, 'revision'>

export type ScanOptions = {
  light: boolean
  /** Ends the scan between two directories. */
  signal?: AbortSignal
}

export type ScanResult = { changedDirectories: string[]; tookMs: number }

type Numbers = Pick<ChangeBatch, 'today' | 'strays'>

const NOTHING_YET: Numbers = {
  today: { sinceMs: 0, sessions: 0, results: 0, errors: 0, averageExecutionMs: null },
  strays: { shown: [], total: 0 },
}

/** Some numbers look at every file: while results pour in, rows are told at once and those this often. */
const NUMBERS_INTERVAL_MS = 500

export function createSessionIndex(history: History, given: SessionIndexOptions): SessionIndex {
  let options = given
  const affected = new Set<string>()
  const unsettled = new Map<string, number>()
  const changed = new Set<string>()
  const staleAt = new Map<string, number>()
  const agents = watchAgents(options.now)
  const guesses = trackGuesses(history.files.guessed())
  let fresh: FreshFiles | null = null
  let filesRead = 0
  let problemsChanged = false
  let numbers: Numbers = NOTHING_YET
  let numbersDueMs = 0
  let numbersOutdated = false
  let scan: ScanState = {
    phase: 'scanning',
    files: 0,
    sizeBytes: 0,
    sessions: 0,
    problems: 0,
    finishedAtMs: null,
    tookMs: null,
  }

  const context: RefreshContext = {
    resultsDirectory: options.resultsDirectory,
    history,
    directories: knownDirectories(history.directories.all()),
    reports: directoryReports(history.files.unlisted().map(({ path }) => path)),
    now: options.now,
    settleMs: options.settleMs,
    onSummary(summary, rows) {
      const { id } = summary.session
      filesRead += rows.length
      guesses.note({ idGuessed: false, sessionId: id, path: '' })
      if (fresh?.claim(id)) {
        history.sessions.put('sessions', summary.session, summary.searchText)
        changed.add(id)
      } else {
        fresh?.add(id, rows.map(fromRow))
        affected.add(id)
      }
    },
    onChange(record) {
      guesses.note(record)
      if (record.sessionId !== null) {
        affected.add(record.sessionId)
        fresh?.add(record.sessionId, [record])
      }
      filesRead += 1
      if (record.problemCode !== null) problemsChanged = true
      if (record.beingWritten) unsettled.set(record.path, record.modifiedAtMs + options.settleMs)
      else if (unsettled.size > 0) unsettled.delete(record.path)
    },
  }

  const writeAffected = (): void => {
    // A first scan is not done before all ids are known.
    if (fresh === null) guessAgain(context, guesses.take())
    const { activeWindowMs, now } = options
    const update: SessionUpdate = { history, staleAt, fresh, agents }
    updateSessions(update, affected, { nowMs: now(), activeWindowMs, signOf: agents.signOf })
    for (const id of affected) changed.add(id)
    affected.clear()
  }

  const scanHome = async ({ light, signal }: ScanOptions): Promise<ScanResult> => {
    const startedMs = performance.now()
    // Only with an empty database is a session's first file known to be its first.
    if (context.directories.size === 0) fresh = freshFiles()
    const ahead = scan.finishedAtMs === null ? options.reader : null
    const changedDirectories = await runScan(context, { light, signal, ahead, afterSlice: writeAffected })
    fresh = null
    history.transaction(writeAffected)
    const tookMs = performance.now() - startedMs
    scan = { ...scan, phase: 'ready', finishedAtMs: options.now(), tookMs }
    return { changedDirectories, tookMs }
  }

  const countEverything = (nowMs: number): Numbers => {
    scan = { ...scan, ...history.summaries.extent() }
    numbersDueMs = nowMs + NUMBERS_INTERVAL_MS
    return { today: history.summaries.today(midnightBefore(nowMs)), strays: history.summaries.strays() }
  }

  return {
    scan: scanHome,
    refresh(directory, name) {
      const area = areaOf(directory)
      if (area === null) return
      history.transaction(() => {
        if (name === null) refreshBelow(context, area, directory)
        else if (refreshFile(context, area, directory, name) === 'directory')
          refreshBelow(context, area, `${directory}/${name}`)
        writeAffected()
      })
    },
    tick() {
      const nowMs = options.now()
      history.transaction(() => {
        for (const [path, atMs] of unsettled) {
          if (atMs > nowMs) continue
          unsettled.delete(path)
          const { directory, name } = splitPath(path)
          const area = areaOf(path)
          if (area) refreshFile(context, area, directory, name)
        }
        for (const id of agents.lookAtDue()) affected.add(id)
        for (const [id, atMs] of staleAt) {
          if (atMs > nowMs) continue
          // What its agents wrote since the last look keeps it active.
          agents.look(id)
          affected.add(id)
        }
        writeAffected()
      })
    },
    nextTickMs: () =>
      earliest(
        unsettled.values(),
        earliest(
          staleAt.values(),
          Math.min(agents.nextLookMs(), numbersOutdated ? numbersDueMs : Number.POSITIVE_INFINITY),
        ),
      ),
    latestDirectories: (limit) => history.files.latestDirectories(limit).reverse(),
    directoriesOfLive: history.files.directoriesOfLive,
    directoriesOfRunning: (limit) => latestBelow(context.directories, 'running').slice(0, limit),
    directoriesBelow: (directory) => context.directories.childrenOf(directory),
    changedCount: () => changed.size,
    takeChanges(watch, { rows, always }) {
      const nowMs = options.now()
      const due = nowMs >= numbersDueMs && fresh === null
      // At midnight "today" begins anew, though nothing changes.
      const outdated = due && (numbersOutdated || numbers.today.sinceMs !== midnightBefore(nowMs))
      if (changed.size === 0 && !problemsChanged && !always && !outdated) return null
      if (fresh !== null) scan = { ...scan, files: filesRead }
      else if (due || numbers.today.sinceMs === 0) numbers = countEverything(nowMs)
      numbersOutdated = !due
      const counts = history.sessions.counts()
      scan = { ...scan, sessions: counts.active + counts.stale + counts.failed + counts.completed }
      const batch = { watch, scan, counts, ...numbers, ...rowsOf(history, rows ? changed : []) }
      changed.clear()
      problemsChanged = false
      return batch
    },
    scanState: () => scan,
    reconfigure(limits) {
      options = { ...options, ...limits }
      context.settleMs = limits.settleMs
      for (const id of staleAt.keys()) affected.add(id)
      // A scan that is under way writes them with its next slice.
      if (scan.phase === 'ready') history.transaction(writeAffected)
    },
  }
}

/** What was changed since it was read has no time yet. */
function latestBelow(directories: KnownDirectories, directory: string): string[] {
  const timeOf = (path: string): number => directories.get(path)?.modifiedAtMs || Number.MAX_SAFE_INTEGER
  return directories.childrenOf(directory).sort((a, b) => timeOf(b) - timeOf(a))
}

function rowsOf(history: History, ids: Iterable<string>): Pick<ChangeBatch, 'changed' | 'removed'> {
  const changed: SessionChange[] = []
  const removed: string[] = []
  for (const id of ids) {
    const change = history.sessions.change(id)
    if (change) changed.push(change)
    else removed.push(id)
  }
  return { changed, removed }
}

/** Local midnight, in the time zone of the machine that is watched. */
export function midnightBefore(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0)
}

function earliest(times: Iterable<number>, atMost: number): number {
  let first = atMost
  for (const time of times) if (time < first) first = time
  return first
}
