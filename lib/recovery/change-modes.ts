import { chmodSync, closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs'
import { systemErrorCode } from '#lib/errors.ts'
import type { Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { type Place, pathOf } from '#lib/store/place-file.ts'
import { placeIfThere } from './staged-step.ts'
import { removeEmpty, type Workshop } from './workshop.ts'

export function setMode(place: Place, mode: number): void {
  const descriptor = openSync(pathOf(place), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, mode)
  } finally {
    closeSync(descriptor)
  }
}

export function makeDirectory(
  workshop: Workshop,
  { path, mode }: Extract<Step, { kind: 'make-directory' | 'remove-directory' }>,
): void {
  const place = workshop.makePlace(path)
  try {
    mkdirSync(pathOf(place), { mode })
    chmodSync(pathOf(place), mode)
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}

export function removeDirectory(workshop: Workshop, path: string): void {
  const { directory } = splitPath(path)
  const above = placeIfThere(workshop, directory === '' ? path : `${directory}/x`)
  if (above !== null && removeEmpty(above.directory.at(splitPath(path).name))) above.directory.sync()
}
