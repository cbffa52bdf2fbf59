import { setImmediate as breathe } from 'node:timers/promises'
import { adoptReading } from './adopt-reading.ts'
import type { ReadAhead } from './read-ahead.ts'
import type { DirectoryReading } from './read-ahead-worker.ts'
import type { RefreshContext } from './refresh-context.ts'
import { refreshBelow } from './refresh-directory.ts'
import { type ScanStep, walkAreas } from './walk-areas.ts'

export type RunScanOptions = {
  /** Trusts the times of directories. */
  light: boolean
  /** Ends the scan between two directories. */
  signal: AbortSignal | undefined
  /** Reads part of it; `null` where the scan does everything by itself. */
  ahead: ReadAhead | null
  /** Called after each slice of work, to write the sessions that it concerned. */
  afterSlice(): void
}

/** Work done in one go before queries get their turn. */
const SLICE_MS = 20
/** Rows of a scan are committed together: each commit writes the pages that it touched once more. */
const COMMIT_INTERVAL_MS = 250

/** Walks everything, pausing between slices for whoever asks something; resolves with the directories that had changed. */
export async function runScan(context: RefreshContext, options: RunScanOptions): Promise<string[]> {
  const { ahead, signal } = options
  const walk = walkAreas(context, options)
  const changedDirectories: string[] = []
  let walking = true

  const note = (step: ScanStep): void => {
    if (step.changed) changedDirectories.push(step.directory)
  }
  const slice = (): void => {
    for (const reading of ahead?.take() ?? []) note(takeReading(context, reading))
    const until = performance.now() + SLICE_MS
    do {
      const step = walk.step()
      if (step === null) walking = false
      else note(step)
      ahead?.feed(walk, context.directories)
    } while (walking && performance.now() < until)
    options.afterSlice()
  }
  const isDone = (): boolean => (!walking && !ahead?.isBusy()) || signal?.aborted === true
  const slicesOfOneCommit = async (): Promise<void> => {
    const until = performance.now() + COMMIT_INTERVAL_MS
    while (!isDone() && performance.now() < until) {
      slice()
      await (walking ? breathe() : ahead?.moreRead())
    }
  }

  try {
    while (!isDone()) await context.history.longTransaction(slicesOfOneCommit)
  } finally {
    ahead?.close()
  }
  return changedDirectories
}

/** What was not plain is read anew, with all that is known. */
function takeReading(context: RefreshContext, { area, directory, found }: DirectoryReading): ScanStep {
  if (found === null) refreshBelow(context, area, directory)
  else if (found !== 'unchanged') adoptReading(context, area, directory, found)
  return { directory, changed: found !== 'unchanged' }
}
