import { parentPort, workerData } from 'node:worker_threads'
import type { Area } from '#lib/model/run.ts'
import {
  isAsItWas,
  type PlainOptions,
  type PlainReading,
  readPlainDirectory,
} from './read-plain-directory.ts'

/** A directory and the digest by which it is known, if it is. */
export type ReadRequest = { area: Area; directories: { directory: string; digest: string | null }[] }

export type DirectoryReading = {
  area: Area
  directory: string
  /** `null` where somebody who knows more must look. */
  found: PlainReading | 'unchanged' | null
}

const options = workerData as Omit<PlainOptions, 'nowMs'>

parentPort?.on('message', ({ area, directories }: ReadRequest) => {
  const now = { ...options, nowMs: Date.now() }
  const readings = directories.map(({ directory, digest }): DirectoryReading => {
    if (digest === null) return { area, directory, found: readPlainDirectory(now, area, directory) }
    return { area, directory, found: isAsItWas(now, directory, digest) ? 'unchanged' : null }
  })
  // As JSON: parsing that takes a third of the time of a structured clone, and the other thread has no time to spare.
  parentPort?.postMessage(JSON.stringify(readings))
})
