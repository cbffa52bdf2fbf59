import { parentPort, workerData } from 'node:worker_threads'
import { AppError, isBrokenDatabase, sqliteErrorCode, unwritableReason } from '#lib/errors.ts'
import { type HomeIndex, type HomeIndexOptions, openHomeIndex } from './home-index.ts'
import type { Failure, Request, Response } from './messages.ts'
import { type HomeWatch, watchHome } from './watch-home.ts'

/**
 * The thread that reads: it alone holds the index and the history, so that the server answers whatever is being
 * scanned or queried here.
 */
const options = workerData as HomeIndexOptions
let home: HomeIndex
let watch: HomeWatch
let reopening: Promise<void> | null = null

const send = (response: Response): void => parentPort?.postMessage(response)

function open(): void {
  home = openHomeIndex(options)
  watch = watchHome(home, options.resultsDirectory, options.config, {
    onChanges: (batch) => send({ kind: 'changes', batch }),
    onResync: (at) => send({ kind: 'resync', revision: at }),
    onFailure: recover,
  })
  watch.ready.then(() => send({ kind: 'ready' }), recover)
}

async function end(): Promise<void> {
  await watch.close()
  home.history.close()
}

/**
 * A database that breaks while it is open is set aside by opening it anew; one that can no longer be written, on a full
 * disk say, is left alone, and reading goes on in memory. Anything else is a defect and ends the thread.
 */
function recover(error: unknown): void {
  if (error instanceof AppError && error.code === 'closed') return
  const unwritable = unwritableReason(error)
  if (!isBrokenDatabase(error) && (sqliteErrorCode(error) === null || unwritable === null)) throw error
  options.unwritable = unwritable
  reopening ??= end()
    .then(open)
    .finally(() => {
      reopening = null
    })
}

function answer(request: Extract<Request, { kind: 'query' }>): void {
  if (reopening !== null) return void reopening.then(() => answer(request))
  const { id, method, args } = request
  try {
    const query = home.queries[method] as (...args: unknown[]) => unknown
    send({ kind: 'answer', id, value: query(...args) })
  } catch (error) {
    send({ kind: 'failure', id, failure: toFailure(error) })
    if (isBrokenDatabase(error)) recover(error)
    // One question must not end the thread for all others; whoever runs the server sees the defect.
    else if (!(error instanceof AppError)) console.error(error)
  }
}

function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof AppError
    ? { code: error.code, message, path: error.path }
    : { code: null, message, path: undefined }
}

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'query') return answer(request)
  void end().then(() => parentPort?.close())
})

open()
