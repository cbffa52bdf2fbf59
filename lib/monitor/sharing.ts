import { AppError } from '#lib/errors.ts'
import type { Journal } from '#lib/journal/journal.ts'
import type { IssuedShare } from '#lib/journal/shares.ts'
import type { Identity } from '#lib/model/identity.ts'
import { metricsQueryOf, type Share, type SharedMetrics, type ShareRequest } from '#lib/model/share.ts'
import type { Token, TokenUse } from '#lib/model/token.ts'
import type { Monitor } from '#lib/monitor.ts'
import { redactMetrics } from '#lib/share/redact-metrics.ts'

/** How others reach the server. */
export type Reach = {
  /** Whether nobody but whoever is at this machine reaches it. */
  thisMachineOnly: boolean
  /** Where others open it, as far as the server knows. */
  outsideUrl: string
}

/** Who is let in, and what share links show. Every change asks for an owner again. */
export type Sharing = {
  reach: Reach
  share(by: Identity, request: ShareRequest): IssuedShare
  shares(): Share[]
  revokeShare(by: Identity, id: string): Share
  /** Tokens that are no shares. */
  tokens(): TokenUse[]
  revokeToken(by: Identity, id: string): Token
  /** What a share shows now, the same to whoever looks; `null` where there is none that holds. */
  sharedMetrics(by: Identity, id: string): Promise<SharedMetrics | null>
  /** Calls `listener` whenever something changed, until the returned function is called. */
  subscribe(listener: () => void): () => void
}

type Source = Pick<Monitor, 'metrics' | 'subscribe'>

export function createSharing(journal: Journal, monitor: Source, reach: Reach): Sharing {
  const measuring = new Map<string, () => Promise<SharedMetrics>>()
  return {
    reach,
    share: (by, request) => journal.shares().add(by, request),
    shares: () => journal.shares().list(),
    revokeShare: (by, id) => journal.shares().revoke(by, id),
    tokens() {
      const lastSignIns = journal.tokens().lastSignIns()
      const tokens = journal.tokens().list()
      return tokens
        .filter(({ kind }) => kind !== 'share')
        .map((token) => ({ token, lastSignInAtMs: lastSignIns.get(token.id) ?? null }))
    },
    revokeToken: (by, id) => journal.tokens().revoke(by, id),
    async sharedMetrics(by, id) {
      const share = journal.shares().get(id)
      if (share === null) return null
      if (by.role === 'share') noteUse(journal, id)
      const measureOnce = measuring.get(id) ?? oneAtATime(() => measure(monitor, share))
      measuring.set(id, measureOnce)
      return measureOnce()
    },
    subscribe: (listener) => monitor.subscribe(null, listener),
  }
}

async function measure(monitor: Source, { token, query, show }: Share): Promise<SharedMetrics> {
  const view = await monitor.metrics(metricsQueryOf(query, Date.now()))
  return {
    name: token.name,
    expiresAtMs: token.expiresAtMs,
    show,
    filteredByProject: query.projects.length > 0,
    view: redactMetrics(view, show),
  }
}

/**
 * However many ask, and however often, it is done once at a time: who asks while it is being done gets what is done next,
 * since what was begun before may miss what they ask for.
 */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | null = null
  const begin = (): Promise<T> => {
    next = null
    return work()
  }
  return () => {
    if (next !== null) return next
    next = last.then(begin, begin)
    last = next
    return next
  }
}

/** On a full disk a share is shown all the same. */
function noteUse(journal: Journal, id: string): void {
  try {
    journal.shares().use(id)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(error.message)
  }
}
