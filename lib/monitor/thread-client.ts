import { type ResourceLimits, type Transferable, Worker } from 'node:worker_threads'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { workerUrl } from '#lib/store/worker-url.ts'
import type { Failure, Questions, Request, Response } from './thread-messages.ts'

export type ThreadClient<Q extends Questions> = {
  ask<M extends keyof Q & string>(method: M, ...args: Parameters<Q[M]>): Promise<ReturnType<Q[M]>>
  /** Goes on with these settings. */
  configure(config: Config): void
  /** Resolves with why the thread ended by itself, which it never should. */
  failed: Promise<unknown>
  /** Resolves when the thread has ended, with what it is to be told by whoever waits for it. */
  ended: Promise<Error>
  close(): Promise<void>
}

export type ThreadOptions<Message> = {
  /** Of the worker beside this module, without `-worker`. */
  name: string
  workerData: unknown
  transferList: Transferable[]
  resourceLimits: ResourceLimits
  /** Called with everything that is no answer. */
  onMessage(message: Message): void
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

/** Starts a thread and hands it questions. */
export function startThread<Q extends Questions, Message>(options: ThreadOptions<Message>): ThreadClient<Q> {
  const { name, workerData, transferList, resourceLimits, onMessage } = options
  const worker = new Worker(workerUrl(import.meta.url, `${name}-worker`), {
    workerData,
    transferList,
    name,
    resourceLimits,
  })
  const waiting = new Map<number, Waiting>()
  const failed = Promise.withResolvers<unknown>()
  let nextId = 0
  let closed = false
  let reason: Error = new AppError('closed', 'The monitor is shutting down.')
  worker.once('error', (error: unknown) => {
    if (error instanceof Error) reason = error
    failed.resolve(error)
  })
  worker.on('message', (message: Response | Message) => {
    if (isResponse(message)) settle(waiting, message)
    else onMessage(message)
  })
  const ended = new Promise<Error>((resolve) => {
    worker.once('exit', () => {
      // Whoever asks from now on is told so, instead of waiting for ever.
      closed = true
      for (const { reject } of waiting.values()) reject(reason)
      waiting.clear()
      resolve(reason)
    })
  })
  const post = (request: Request): void => worker.postMessage(request)
  return {
    failed: failed.promise,
    ended,
    ask: (method, ...args) => {
      if (closed) return Promise.reject(reason)
      const id = nextId++
      return new Promise((resolve, reject) => {
        // The worker answers a method with that method's own result, which the message cannot say.
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
        post({ kind: 'query', id, method, args })
      })
    },
    configure(config) {
      if (!closed) post({ kind: 'configure', config })
    },
    async close() {
      if (!closed) post({ kind: 'close' })
      closed = true
      await ended
    },
  }
}

function isResponse(message: unknown): message is Response {
  const { kind } = message as { kind: string }
  return kind === 'answer' || kind === 'failure'
}

function settle(waiting: Map<number, Waiting>, response: Response): void {
  const entry = waiting.get(response.id)
  waiting.delete(response.id)
  if (response.kind === 'answer') entry?.resolve(response.value)
  else entry?.reject(toError(response.failure))
}

function toError({ code, message, path }: Failure): Error {
  return code === null ? new Error(message) : new AppError(code, message, path === undefined ? {} : { path })
}
