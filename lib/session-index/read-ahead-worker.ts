import { parentPort, workerData } from 'node:worker_threads'
import type { Area } from '#lib/model/run.ts'
import { type PlainOptions, type PlainReading, readPlainDirectory } from './read-plain-directory.ts'

export type ReadRequest = { area: Area; directories: string[] }
export type DirectoryReading = { area: Area; directory: string; plain: PlainReading | null }

const options = workerData as Omit<PlainOptions, 'nowMs'>

parentPort?.on('message', ({ area, directories }: ReadRequest) => {
  const nowMs = Date.now()
  const readings = directories.map((directory): DirectoryReading => {
    return { area, directory, plain: readPlainDirectory({ ...options, nowMs }, area, directory) }
  })
  parentPort?.postMessage(readings)
})
