import { AREAS, type Area } from '#lib/model/run.ts'
import { type RefreshContext, refreshDirectory } from './refresh-files.ts'

export type ScanStep = { area: Area; directory: string; changed: boolean }

/**
 * Walks all areas, the live ones first so that what runs is seen at once, then the integrated files, which the
 * finished sessions ask for. Yields after each directory, so that whoever drives it can pause between two.
 * With `light`, directories whose own time is unchanged are passed over.
 */
export function* walkAreas(
  context: RefreshContext,
  options: { light: boolean; areas?: readonly Area[] },
): Generator<ScanStep> {
  for (const area of options.areas ?? SCAN_ORDER) {
    const waiting = [area as string]
    for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
      const refresh = refreshDirectory(context, area, directory, { light: options.light && !isLive(area) })
      // A directory that was passed over still has those below it that are known.
      waiting.push(...(refresh.below ?? context.directories.childrenOf(directory)))
      yield { area, directory, changed: refresh.changed }
    }
  }
}

const SCAN_ORDER: readonly Area[] = ['running', 'temp', 'integrated', 'completed', 'failed']

const isLive = (area: Area): boolean => area === 'temp' || area === 'running'

export function areaOf(directory: string): Area | null {
  const first = directory.split('/', 1)[0]
  return AREAS.find((area) => area === first) ?? null
}
