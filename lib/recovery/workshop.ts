import { existsSync, lstatSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { RootName } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { AREAS } from '#lib/model/run.ts'
import { listNames } from '#lib/store/list-directory.ts'
import { createPinCache } from '#lib/store/pin-cache.ts'
import { type PinnedDirectory, pinDirectory, pinIfThere } from '#lib/store/pinned-directory.ts'
import type { Place } from '#lib/store/place-file.ts'
import { QUARANTINE, type Roots, TRASH } from './steps.ts'

/** Where files lie between two places; nobody else uses it. */
export const STAGING = '.staging'

/** Directories held open while one item is worked on, and the private places of its steps. */
export type Workshop = {
  /** The name of a file, in a directory that is there. */
  place(path: string): Place
  /** A directory that is there, "" for the root itself. */
  directory(path: string): PinnedDirectory
  /** The name of a file, in a directory that is made where it is missing. */
  makePlace(path: string): Place
  /** Where what a step takes from or puts to `path` lies meanwhile: in the same file system. */
  staging(path: string, name: string): Place
  [Symbol.dispose](): void
}

export function openWorkshop(root: string, operationId: string): Workshop {
  const cache = createPinCache(root)
  const besides = new Map<string, string>()
  const placeIn = (path: string, make: boolean): Place => {
    const { directory, name } = splitPath(path)
    return { directory: cache.pin(directory, { make }), name }
  }
  return {
    directory: (path) => cache.pin(path),
    place: (path) => placeIn(path, false),
    makePlace: (path) => placeIn(path, true),
    staging(path, name) {
      const [area = ''] = path.split('/', 1)
      const beside = besides.get(area) ?? stagingBeside(root, area)
      besides.set(area, beside)
      return { directory: cache.pin(`${beside}/${operationId}`, { make: true }), name }
    },
    [Symbol.dispose]: cache.close,
  }
}

/** An area may be a file system of its own, which no file leaves by being renamed. */
function stagingBeside(root: string, area: string): string {
  const areaStat = lstatSync(join(root, area), { throwIfNoEntry: false })
  return areaStat?.isDirectory() && areaStat.dev !== lstatSync(root).dev ? `${area}/${STAGING}` : STAGING
}

/** The private directories that an operation over these paths may have. */
export function stagingOf(operationId: string, paths: readonly string[]): string[] {
  const areas = new Set(paths.map((path) => path.split('/', 1)[0] ?? ''))
  return [STAGING, ...[...areas].map((area) => `${area}/${STAGING}`)].map((base) => `${base}/${operationId}`)
}

/** Takes away the private directories that are empty beside one, itself included, and the one around them. */
export function removeStaging(root: string, directory: string): void {
  const base = splitPath(directory).directory
  using above = pinIfThere(root, base)
  if (above === null) return
  for (const name of listNames(join(root, base)) ?? []) removeEmpty(above.at(name))
  using around = pinDirectory(root, splitPath(base).directory)
  removeEmpty(around.at(STAGING))
}

/** Every place where operations may have left private directories: an area may be a file system of its own. */
const STAGING_PLACES: Readonly<Record<RootName, readonly string[]>> = {
  results: [STAGING, ...[...AREAS, TRASH].map((area) => `${area}/${STAGING}`)],
  home: [STAGING, ...['hooks', 'logs', TRASH, QUARANTINE].map((area) => `${area}/${STAGING}`)],
}

export type StagingPlace = { root: string; place: string }

/** `settings`: directories of settings that were changed. */
export const stagingPlaces = ({ home, root }: Roots, settings: readonly string[] = []): StagingPlace[] => [
  ...settings.map((directory) => ({ root: directory, place: STAGING })),
  ...STAGING_PLACES.results.map((place) => ({ root, place })),
  ...STAGING_PLACES.home.map((place) => ({ root: home, place })),
]

/** Whether an operation left anything behind, as far as that can be seen. */
export const hasStaging = (roots: Roots, settings: readonly string[] = []): boolean =>
  stagingPlaces(roots, settings).some(({ root, place }) => existsSync(join(root, place)))

/** Takes away what operations left empty; what cannot be taken away now is left to the next time. */
export function sweepStaging(roots: Roots, settings: readonly string[] = []): void {
  for (const { root, place } of stagingPlaces(roots, settings)) {
    try {
      removeStaging(root, `${place}/x`)
    } catch (error) {
      if (!(error instanceof AppError) && systemErrorCode(error) === null) throw error
    }
  }
}

/** False where there is something in it, or nothing there. */
export function removeEmpty(path: string): boolean {
  try {
    rmdirSync(path)
    return true
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT' || code === 'ENOTDIR') return false
    throw error
  }
}
