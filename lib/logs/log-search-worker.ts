import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#lib/errors.ts'
import { openLog } from './open-log.ts'
import { FOR_A_SEARCH } from './packed-source.ts'
import { type FoundEvent, type SearchOptions, searchLog } from './search-log.ts'

export type LogSearchTask = SearchOptions & { home: string; name: string }

const task = workerData as LogSearchTask
const send = (event: FoundEvent): void => parentPort?.postMessage(event)

try {
  await using source = await openLog(task.home, task.name, FOR_A_SEARCH)
  for await (const event of searchLog(source, task)) send(event)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  send({ kind: 'failed', message: error.message })
}
