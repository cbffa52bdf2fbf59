import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { isBrokenDatabase, sqliteErrorCode, unwritableReason } from '#lib/errors.ts'
import { answerQuestion } from './answer-question.ts'
import type { MetricsMessage, ResultMessage, ResultReply } from './messages.ts'
import { type MetricsHome, type MetricsHomeOptions, openMetricsHome } from './metrics-home.ts'
import type { Request, Response } from './thread-messages.ts'

/** The thread that keeps results and measures them, so that neither reading nor the server waits for it. */
const { options, results } = workerData as { options: MetricsHomeOptions; results: MessagePort }

const SAMPLE_INTERVAL_MS = 30_000
const TIDY_INTERVAL_MS = 3_600_000
/** A look at the state of a file takes microseconds, and whoever imports wants to see it come. */
const IMPORTS_INTERVAL_MS = 2000

const reply = (message: ResultReply): void => results.postMessage(message)
const send = (message: Response | MetricsMessage): void => parentPort?.postMessage(message)

let home: MetricsHome = open(options.unwritable)
/** Whether all results that are there have come: only then is it known which runs have none. */
let hasResults = false

function open(unwritable: string | null): MetricsHome {
  const opened = openMetricsHome({ ...options, unwritable })
  send({ kind: 'opened', notice: opened.notice })
  return opened
}

/**
 * What breaks while it is open is set aside by opening it anew; what can no longer be written is left as it is, and kept
 * in memory. Either way all results are asked for once more. Anything else is a defect and ends the thread.
 */
function recover(error: unknown): void {
  const unwritable = unwritableReason(error)
  if (!isBrokenDatabase(error) && (sqliteErrorCode(error) === null || unwritable === null)) throw error
  home.close()
  hasResults = false
  home = open(unwritable)
  reply({ kind: 'again' })
}

function guarded(work: () => void): void {
  try {
    work()
  } catch (error) {
    recover(error)
  }
}

function take(message: ResultMessage): void {
  switch (message.kind) {
    case 'changes':
      home.take(message.changes)
      break
    case 'begin':
      home.beginAll(message.rows)
      break
    case 'page':
      home.take(message.changes)
      home.noteRead(message.changes.length)
      reply({ kind: 'taken' })
      break
    case 'past':
      home.takePast(message.changes)
      home.noteRead(message.changes.length)
      reply({ kind: 'taken' })
      break
    case 'end':
      home.endAll()
      home.takeImports()
      hasResults = true
      home.tidy()
      reply({ kind: 'complete', isKept: home.isKept })
      reply({ kind: 'measure' })
      break
    case 'extent':
      home.sample(message.sizeBytes)
  }
}

results.on('message', (message: ResultMessage) => guarded(() => take(message)))
const sampling = setInterval(() => reply({ kind: 'measure' }), SAMPLE_INTERVAL_MS)
const tidying = setInterval(() => guarded(() => home.tidy()), TIDY_INTERVAL_MS)
const importing = setInterval(() => {
  if (hasResults) guarded(() => void home.takeImports())
}, IMPORTS_INTERVAL_MS)

parentPort?.on('message', (request: Request) => {
  if (request.kind === 'query') {
    const broken = answerQuestion(home.queries, request, send)
    if (broken !== null) recover(broken)
    return
  }
  if (request.kind === 'configure') {
    options.config = request.config
    home.reconfigure(request.config)
    return
  }
  clearInterval(sampling)
  clearInterval(tidying)
  clearInterval(importing)
  results.close()
  home.close()
  parentPort?.close()
})
