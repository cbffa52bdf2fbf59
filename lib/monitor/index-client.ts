import type { MessagePort } from 'node:worker_threads'
import { ROOM_FOR_GARBAGE } from '#lib/store/worker-url.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { HomeIndexOptions } from './home-index.ts'
import type { IndexMessage } from './messages.ts'
import type { Queries } from './queries.ts'
import { startThread, type ThreadClient } from './thread-client.ts'

export type IndexClient = ThreadClient<Queries> & { ready: Promise<void> }

/**
 * Starts the thread that holds the index, hands it questions, and passes its changes on to the feed. What becomes of
 * results it tells whoever holds the other end of `results`.
 */
export function startIndex(options: HomeIndexOptions, feed: ChangeFeed, results: MessagePort): IndexClient {
  const ready = Promise.withResolvers<void>()
  // Nobody need wait for it: a failure is told by `failed` too.
  ready.promise.catch(() => undefined)
  const thread = startThread<Queries, IndexMessage>({
    name: 'index',
    workerData: { options, results },
    transferList: [results],
    resourceLimits: ROOM_FOR_GARBAGE,
    onMessage(message) {
      switch (message.kind) {
        case 'ready':
          return ready.resolve()
        case 'changes':
          return feed.publish(message.batch)
        case 'resync':
          return feed.resync(message.revision)
      }
    },
  })
  void thread.ended.then(ready.reject)
  return { ...thread, ready: ready.promise }
}
