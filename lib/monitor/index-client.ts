import { Worker } from 'node:worker_threads'
import { AppError } from '#lib/errors.ts'
import { ROOM_FOR_GARBAGE, workerUrl } from '#lib/store/worker-url.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { HomeIndexOptions } from './home-index.ts'
import type { Arguments, Method, Request, Response, Result } from './messages.ts'

export type IndexClient = {
  ready: Promise<void>
  /** Resolves with why the thread ended by itself, which it never should. */
  failed: Promise<unknown>
  ask<M extends Method>(method: M, ...args: Arguments<M>): Promise<Result<M>>
  close(): Promise<void>
}

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

/** Starts the thread that holds the index, hands it questions, and passes its changes on to the feed. */
export function startIndex(options: HomeIndexOptions, feed: ChangeFeed): IndexClient {
  const worker = new Worker(workerUrl(import.meta.url, 'index-worker'), {
    workerData: options,
    name: 'index',
    resourceLimits: ROOM_FOR_GARBAGE,
  })
  const waiting = new Map<number, Waiting>()
  const ready = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<unknown>()
  let nextId = 0
  let closed = false
  // Nobody need wait for it: a failure is told by `failed` too.
  ready.promise.catch(() => undefined)
  let reason: Error = new AppError('closed', 'The monitor is shutting down.')
  worker.once('error', (error: unknown) => {
    if (error instanceof Error) reason = error
    failed.resolve(error)
  })

  worker.on('message', (response: Response) => {
    switch (response.kind) {
      case 'ready':
        return ready.resolve()
      case 'changes':
        return feed.publish(response.batch)
      case 'resync':
        return feed.resync(response.revision)
      case 'answer':
        take(waiting, response.id)?.resolve(response.value)
        return
      case 'failure': {
        const { code, message, path } = response.failure
        take(waiting, response.id)?.reject(
          code === null
            ? new Error(message)
            : new AppError(code, message, path === undefined ? {} : { path }),
        )
      }
    }
  })
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      // Whoever asks from now on is told so, instead of waiting for ever.
      closed = true
      for (const { reject } of waiting.values()) reject(reason)
      waiting.clear()
      ready.reject(reason)
      resolve()
    })
  })
  const post = (request: Request): void => worker.postMessage(request)
  return {
    ready: ready.promise,
    failed: failed.promise,
    ask: (method, ...args) => {
      if (closed) return Promise.reject(reason)
      const id = nextId++
      return new Promise((resolve, reject) => {
        // The worker answers a method with that method's own result, which the message cannot say.
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
        post({ kind: 'query', id, method, args })
      })
    },
    close: () => {
      if (!closed) post({ kind: 'close' })
      closed = true
      return exited
    },
  }
}

function take(waiting: Map<number, Waiting>, id: number): Waiting | undefined {
  const entry = waiting.get(id)
  waiting.delete(id)
  return entry
}
