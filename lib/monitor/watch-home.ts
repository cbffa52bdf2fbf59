import { basename, dirname } from 'node:path'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import type { ChangeBatch, WatchState } from '#lib/model/live.ts'
import { AREAS, type Area } from '#lib/model/run.ts'
import { remoteFileSystem } from '#lib/store/file-system-type.ts'
import { watchDirectories } from '#lib/store/watch-directories.ts'
import type { HomeIndex } from './home-index.ts'
import { holdsSessions, RECENT_LIMIT, recentDirectories } from './recent-directories.ts'

export type HomeWatchListener = {
  onChanges(batch: ChangeBatch): void
  /** So much changed at once that whoever follows had better read everything again. */
  onResync(revision: number): void
  /** A failure outside any query: whoever drives the watch decides what becomes of it. */
  onFailure(error: unknown): void
}

export type HomeWatch = {
  /** Resolves when the first scan is complete; rejects with `AppError('closed')` where it never will be. */
  ready: Promise<void>
  /** Tells the numbers as they are, though nothing changed: whoever hears of it reads what follows from them anew. */
  announce(): void
  /** Goes on at the pace of these settings, and tells what they made of sessions. */
  reconfigure(config: Config): void
  /** Resolves once nothing is read any more. */
  close(): Promise<void>
}

/** How often a scan tells how far it is. */
const PROGRESS_INTERVAL_MS = 400
/** While a scan reads, the clock is looked at this often. */
const SCAN_PAUSE_MS = 100
/** Events within this time are handled as one: a hook's write raises several. */
const COALESCE_MS = 15
/** With more rows than this in one batch, reading the lists again is cheaper than telling each row. */
const ROWS_LIMIT = 1000
/** An event may come this much later than the sweep that already saw its change. */
const EVENT_GRACE_MS = 2000

/**
 * Keeps an index live: file-system events name what to read again, a periodic sweep finds what they missed, a timer
 * turns states by the clock alone. Where events cannot be had, or turn out not to come, it polls and says so.
 */
export function watchHome(
  home: HomeIndex,
  resultsDirectory: string,
  given: Config,
  listener: HomeWatchListener,
): HomeWatch {
  const { index } = home
  let config = given
  const pending = new Map<string, Set<string | null>>()
  const lastEventMs = new Map<string, number>()
  const recent = recentDirectories()
  const timers = {} as Record<string, NodeJS.Timeout | undefined>
  /** One a sweep, since the next may come before events of the last are late. */
  const graces = new Set<NodeJS.Timeout>()
  let scanning = false
  /** Why it polls. */
  let lost: string | null = null
  const closing = new AbortController()
  let scanned: Promise<unknown> = Promise.resolve()

  const guarded = (work: () => void | Promise<void>): void => {
    // A rejected promise and a thrown error go the same way: to whoever can reopen the database or end.
    Promise.try(work).catch((error: unknown) => {
      if (!closing.signal.aborted) listener.onFailure(error)
    })
  }
  const later = (name: string, delayMs: number, work: () => void | Promise<void>): void => {
    if (closing.signal.aborted) return
    clearTimeout(timers[name])
    timers[name] = setTimeout(() => guarded(work), delayMs)
  }

  const watch = watchDirectories({
    onEvent(directory, name) {
      lastEventMs.set(directory, Date.now())
      const names = pending.get(directory)
      if (names) names.add(name)
      else pending.set(directory, new Set([name]))
      if (!scanning && timers.events === undefined) later('events', COALESCE_MS, flushEvents)
    },
    onLost: (reason) => poll(reason),
  })

  const poll = (reason: string): void => {
    if (home.watch.mode === 'polling') return
    lost = reason
    home.watch = pollingBecause(reason, config)
    watch.close()
    later('sweep', config.pollIntervalMs, sweep)
    publish({ always: true })
  }

  const armWatches = (): void => {
    if (home.watch.mode === 'polling') return
    const below = [...AREAS, ...recent.all()].map((directory) => `${resultsDirectory}/${directory}`)
    watch.keepOnly([dirname(resultsDirectory), resultsDirectory, ...below])
  }

  const flushEvents = (): void => {
    timers.events = undefined
    const events = [...pending]
    pending.clear()
    for (const [directory, names] of events) handleEvents(directory, names)
    // Where the other files of a session lie that is live now, the next of its results may come to lie too.
    if (events.length > 0) follow(index.directoriesOfLive(RECENT_LIMIT))
    afterWork()
  }

  /** Watches directories from now on, and reads those anew that were not watched: something may have changed before. */
  const follow = (directories: readonly string[]): void => {
    if (home.watch.mode === 'polling') return
    for (const directory of directories) {
      const path = `${resultsDirectory}/${directory}`
      recent.touch(directory)
      if (watch.has(path)) continue
      watch.add(path)
      index.refresh(directory, null)
    }
  }

  const handleEvents = (directory: string, names: Set<string | null>): void => {
    const any = names.has(null)
    if (directory === dirname(resultsDirectory)) {
      if (!any && !names.has(basename(resultsDirectory))) return
      watch.renew(resultsDirectory)
      refreshAreas(AREAS)
      return
    }
    if (directory === resultsDirectory) {
      refreshAreas(AREAS.filter((area) => any || names.has(area)))
      return
    }
    const relative = directory.slice(resultsDirectory.length + 1)
    for (const name of names) {
      // The watch comes before the reading, so that nothing falls between the two.
      if (name !== null && holdsSessions(relative)) {
        recent.touch(`${relative}/${name}`)
        watch.renew(`${directory}/${name}`)
      }
      index.refresh(relative, name)
    }
  }

  const refreshAreas = (areas: readonly Area[]): void => {
    for (const area of areas) {
      watch.renew(`${resultsDirectory}/${area}`)
      index.refresh(area, null)
      if (holdsSessions(area)) follow(index.directoriesBelow(area).slice(-RECENT_LIMIT))
    }
  }

  const afterWork = (): void => {
    publish({ always: false })
    // While everything is read, agents that are due wait.
    const soonestMs = scanning ? SCAN_PAUSE_MS : 1
    later('tick', Math.min(60_000, Math.max(soonestMs, index.nextTickMs() - Date.now())), tick)
  }

  const tick = (): void => {
    if (!scanning) index.tick()
    afterWork()
  }

  const publish = ({ always }: { always: boolean }): void => {
    const rows = !scanning && index.changedCount() <= ROWS_LIMIT
    const changes = index.takeChanges(home.watch, { rows, always })
    if (changes === null) return
    home.revision += 1
    listener.onChanges({ revision: home.revision, ...changes })
    if (!rows && !scanning) listener.onResync(home.revision)
  }

  const readEverything = async (light: boolean): Promise<string[]> => {
    scanning = true
    const progress = setInterval(() => guarded(() => publish({ always: true })), PROGRESS_INTERVAL_MS)
    try {
      const scan = index.scan({ light, signal: closing.signal })
      scanned = scan
      const { changedDirectories } = await scan
      if (closing.signal.aborted) throw new AppError('closed', 'The monitor was closed while it read.')
      return changedDirectories
    } finally {
      clearInterval(progress)
      scanning = false
    }
  }

  let lastFullSweepMs = 0
  const sweep = async (): Promise<void> => {
    const polling = home.watch.mode === 'polling'
    const light = polling && Date.now() - lastFullSweepMs < config.sweepIntervalMs
    if (!light) lastFullSweepMs = Date.now()
    if (pending.size > 0) flushEvents()
    const startedMs = Date.now()
    armWatches()
    const changed = await readEverything(light)
    follow([...index.directoriesOfLive(RECENT_LIMIT / 2), ...index.directoriesOfRunning(RECENT_LIMIT / 4)])
    flushEvents()
    if (!polling && changed.length > 0) afterGrace(() => checkMissed(changed, startedMs))
    sweepLater()
  }

  const sweepLater = (): void =>
    later('sweep', home.watch.mode === 'polling' ? config.pollIntervalMs : config.sweepIntervalMs, sweep)

  const afterGrace = (work: () => void): void => {
    if (closing.signal.aborted) return
    const timer = setTimeout(() => {
      graces.delete(timer)
      guarded(work)
    }, EVENT_GRACE_MS)
    graces.add(timer)
  }

  const checkMissed = (changed: readonly string[], sinceMs: number): void => {
    const missed = changed.filter((directory) => {
      const path = `${resultsDirectory}/${directory}`
      return watch.has(path) && (lastEventMs.get(path) ?? 0) < sinceMs - EVENT_GRACE_MS
    })
    home.missedChanges += missed.length
    const [first] = missed
    if (first !== undefined) poll(`A change in ${first}/ was not reported by the file system.`)
  }

  const start = async (): Promise<void> => {
    const remote = remoteFileSystem(resultsDirectory)
    if (remote) poll(`The results lie on ${remote}, which does not report changes made elsewhere.`)
    armWatches()
    lastFullSweepMs = Date.now()
    await readEverything(false)
    publish({ always: true })
    listener.onResync(home.revision)
    home.history.completeFirstReading()
    flushEvents()
    later('follow', 0, () =>
      follow([
        ...index.latestDirectories(RECENT_LIMIT / 2),
        ...index.directoriesOfLive(RECENT_LIMIT / 4),
        ...index.directoriesOfRunning(RECENT_LIMIT / 4),
      ]),
    )
    sweepLater()
  }

  return {
    ready: start(),
    announce: () => guarded(() => publish({ always: true })),
    reconfigure(next) {
      config = next
      if (lost !== null) home.watch = pollingBecause(lost, config)
      // One that is under way arranges for the next by itself.
      if (scanning) return
      sweepLater()
      guarded(() => {
        publish({ always: true })
        afterWork()
      })
    },
    async close() {
      closing.abort()
      watch.close()
      for (const timer of [...Object.values(timers), ...graces]) clearTimeout(timer)
      await Promise.allSettled([scanned])
    },
  }
}

const pollingBecause = (reason: string, { pollIntervalMs }: Config): WatchState => ({
  mode: 'polling',
  reason: `${reason} Reading the directories every ${pollIntervalMs / 1000} s instead.`,
})
