import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { listNames } from '#lib/store/list-directory.ts'
import { ROOM_FOR_GARBAGE, workerUrl } from '#lib/store/worker-url.ts'
import type { KnownDirectories } from './known-directories.ts'
import type { DirectoryReading, ReadRequest } from './read-ahead-worker.ts'
import type { Walk } from './walk-areas.ts'

export type ReadAhead = {
  /** Hands directories of the walk over, while the reader has less to do than it could have. */
  feed(walk: Walk, known: KnownDirectories): void
  /** What was read since the last call. */
  take(): DirectoryReading[]
  isBusy(): boolean
  /** Resolves once there is something to take, or nothing more to come. */
  moreRead(): Promise<void>
  close(): void
}

/** A thread costs more to start than it saves for fewer directories. */
const WORTH_A_THREAD = 500
/** Handed over in chunks, and enough of them that the reader has work while the first thread writes for a slice. */
const CHUNK_DIRECTORIES = 50
const CHUNKS_AHEAD = 40

export type ReadAheadOptions = { resultsDirectory: string; settleMs: number }

/**
 * Reads directories of a first scan in a second thread, while the first writes rows: reading files and writing the
 * database take about as long. Of directories that are known it only says whether they are as they were.
 */
export function readAhead(options: ReadAheadOptions): ReadAhead {
  const worker = isLarge(options) ? startWorker(options) : null
  let chunks = 0
  let readings: DirectoryReading[] = []
  worker?.on('message', (more: string) => {
    chunks -= 1
    readings.push(...(JSON.parse(more) as DirectoryReading[]))
  })
  return {
    feed(walk, known) {
      // The nearer the end, the less is handed over, so that neither thread waits for the other there.
      while (worker && chunks < CHUNKS_AHEAD && walk.waitingCount() > CHUNK_DIRECTORIES * (chunks + 1)) {
        chunks += 1
        worker.postMessage(toRequest(walk.handOver(CHUNK_DIRECTORIES), known))
      }
    },
    take() {
      const taken = readings
      readings = []
      return taken
    },
    isBusy: () => chunks > 0 || readings.length > 0,
    async moreRead() {
      if (worker !== null && chunks > 0 && readings.length === 0) await once(worker, 'message')
    },
    close() {
      void worker?.terminate()
    },
  }
}

function isLarge({ resultsDirectory }: ReadAheadOptions): boolean {
  return (listNames(`${resultsDirectory}/completed`)?.length ?? 0) > WORTH_A_THREAD
}

function startWorker(options: ReadAheadOptions): Worker {
  return new Worker(workerUrl(import.meta.url, 'read-ahead-worker'), {
    workerData: options,
    name: 'reader',
    resourceLimits: ROOM_FOR_GARBAGE,
  })
}

function toRequest(
  { area, directories }: ReturnType<Walk['handOver']>,
  known: KnownDirectories,
): ReadRequest {
  return {
    area,
    directories: directories.map((directory) => ({
      directory,
      digest: known.get(directory)?.digest ?? null,
    })),
  }
}
