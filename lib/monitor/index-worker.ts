import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Config } from '#lib/config.ts'
import { AppError, isBrokenDatabase, sqliteErrorCode, unwritableReason } from '#lib/errors.ts'
import { answerQuestion } from './answer-question.ts'
import { type HomeIndex, type HomeIndexOptions, openHomeIndex } from './home-index.ts'
import type { IndexMessage } from './messages.ts'
import { tellResults } from './tell-results.ts'
import type { Request, Response } from './thread-messages.ts'
import { type HomeWatch, watchHome } from './watch-home.ts'

/**
 * The thread that reads: it alone holds the index and the history, so that the server answers whatever is being
 * scanned or queried here.
 */
const { options, results } = workerData as { options: HomeIndexOptions; results: MessagePort }
const teller = tellResults(results, () => watch.announce())
let home: HomeIndex
let watch: HomeWatch
let reopening: Promise<void> | null = null

const send = (message: IndexMessage | Response): void => parentPort?.postMessage(message)

function open(): void {
  home = openHomeIndex(options, teller.note)
  watch = watchHome(home, options.resultsDirectory, options.config, {
    onChanges(batch) {
      // Whoever hears of a change and asks for the metrics shall find it there.
      teller.flush()
      send({ kind: 'changes', batch })
    },
    onResync: (at) => send({ kind: 'resync', revision: at }),
    onFailure: recover,
  })
  watch.ready.then(() => {
    teller.begin(home.history)
    send({ kind: 'ready' })
  }, recover)
}

async function end(): Promise<void> {
  teller.end()
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
  const broken = answerQuestion(home.queries, request, send)
  if (broken !== null) recover(broken)
}

function configure(config: Config): void {
  options.config = config
  // One that is being opened anew begins with it.
  if (reopening !== null) return
  try {
    home.reconfigure(config)
    watch.reconfigure(config)
  } catch (error) {
    recover(error)
  }
}

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'query') return answer(request)
  if (request.kind === 'configure') return configure(request.config)
  void end().then(() => {
    results.close()
    parentPort?.close()
  })
})

open()
