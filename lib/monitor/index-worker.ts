import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '#lib/errors.ts'
import { isBrokenDatabase } from '#lib/history/open-history.ts'
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

/** A database that breaks while it is open is set aside by opening it anew. Anything else is a defect and ends the process. */
function recover(error: unknown): void {
  if (!isBrokenDatabase(error)) throw error
  watch.close()
  home.history.close()
  open()
}

function answer({ id, method, args }: Extract<Request, { kind: 'query' }>): void {
  try {
    const query = home.queries[method] as (...args: unknown[]) => unknown
    send({ kind: 'answer', id, value: query(...args) })
  } catch (error) {
    send({ kind: 'failure', id, failure: toFailure(error) })
    if (!(error instanceof AppError)) recover(error)
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
  watch.close()
  home.history.close()
  parentPort?.close()
})

open()
