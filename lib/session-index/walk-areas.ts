import { AREAS, type Area, isLiveArea } from '#lib/model/run.ts'
import { adoptReading } from './adopt-reading.ts'
import { type PlainReading, readPlainDirectory } from './read-plain-directory.ts'
import type { RefreshContext } from './refresh-context.ts'
import { refreshDirectory } from './refresh-directory.ts'

export type ScanStep = { directory: string; changed: boolean }

export type Walk = {
  /** Brings the next directory up to date; `null` once there is none left. */
  step(): ScanStep | null
  /** Hands over up to `count` directories that are still waiting, for somebody else to bring up to date. */
  handOver(count: number): { area: Area; directories: string[] }
  waitingCount(): number
}

const SCAN_ORDER: readonly Area[] = ['running', 'temp', 'integrated', 'completed', 'failed', '.quarantine']

/**
 * Walks all areas, the live ones first so that what runs is seen at once, then the integrated files, which the
 * finished sessions ask for. One directory a step, so that whoever drives it can pause between two. With `light`,
 * directories whose own time is unchanged are passed over.
 */
export function walkAreas(context: RefreshContext, { light }: { light: boolean }): Walk {
  const areas = [...SCAN_ORDER]
  let area = areas.shift()
  let waiting = area === undefined ? [] : [area as string]
  const nextArea = (): void => {
    area = areas.shift()
    waiting = area === undefined ? [] : [area]
  }
  return {
    step() {
      while (waiting.length === 0 && area !== undefined) nextArea()
      const directory = waiting.pop()
      if (directory === undefined || area === undefined) return null
      const plain = readNewDirectory(context, area, directory)
      if (plain !== null) {
        adoptReading(context, area, directory, plain)
        return { directory, changed: true }
      }
      const refresh = refreshDirectory(context, area, directory, { light: light && !isLiveArea(area) })
      // A directory that was passed over still has those below it that are known.
      for (const below of refresh.below ?? context.directories.childrenOf(directory)) waiting.push(below)
      return { directory, changed: refresh.changed }
    },
    handOver: (count) => ({ area: area ?? 'completed', directories: waiting.splice(0, count) }),
    waitingCount: () => waiting.length,
  }
}

/** A finished session's own directory, of which nothing is known: mostly it holds that session and no more. */
function readNewDirectory(context: RefreshContext, area: Area, directory: string): PlainReading | null {
  const isOwn = (area === 'completed' || area === 'failed') && directory.includes('/')
  if (!isOwn || context.directories.get(directory)) return null
  const { resultsDirectory, settleMs, now } = context
  return readPlainDirectory({ resultsDirectory, settleMs, nowMs: now() }, area, directory)
}

export function areaOf(directory: string): Area | null {
  const first = directory.split('/', 1)[0]
  return AREAS.find((area) => area === first) ?? null
}
