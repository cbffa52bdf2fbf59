import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '#lib/errors.ts'
import { type Identity, requireOwner } from '#lib/model/identity.ts'
import { SHARE_TICKS, type Share, type ShareRequest, TICK_WORDS } from '#lib/model/share.ts'
import { type Token, tokenState } from '#lib/model/token.ts'
import type { Audit } from './audit.ts'
import type { Tokens } from './tokens.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** When a share was last used is not worth a write for each request. */
const USE_INTERVAL_MS = 60_000

/** What a caller gets that may be seen once. */
export type IssuedShare = { share: Share; text: string }

/** Links that show one view of the metrics to whoever has them. The token of each is among the tokens. */
export type Shares = {
  add(by: Identity, request: ShareRequest): IssuedShare
  /** The newest first, those that have ended included. */
  list(): Share[]
  /** `null` where there is none that still holds. Only reads. */
  get(id: string): Share | null
  /** Somebody looks by it. */
  use(id: string): void
  /** Throws `AppError('token_not_found')`. */
  revoke(by: Identity, id: string): Share
}

export function createShares(db: DatabaseSync, audit: Audit, tokens: Tokens, nowMs: () => number): Shares {
  const insert = db.prepare('INSERT INTO shares (token, query, show) VALUES (?, ?, ?)')
  const one = db.prepare('SELECT token, query, show, last_used_at_ms FROM shares WHERE token = ?')
  const use = db.prepare('UPDATE shares SET last_used_at_ms = ? WHERE token = ?')
  const find = (token: Token): Share | null => {
    const row = one.get(token.id)
    return row === undefined ? null : toShare(token, row)
  }
  const get = (id: string): Share | null => {
    const token = tokens.get(id)
    const holds = token?.kind === 'share' && tokenState(token, nowMs()) === 'valid'
    return holds ? readJournal(() => find(token)) : null
  }
  return {
    get,
    add(by, { name, lifeMs, query, show }) {
      requireOwner(by)
      return writeJournal(db, () => {
        const { token, text } = tokens.issueShare(by, { name, lifeMs })
        insert.run(token.id, JSON.stringify(query), JSON.stringify(show))
        const shown = SHARE_TICKS.filter((tick) => show[tick]).map((tick) => TICK_WORDS[tick])
        const detail = { id: token.id, name, expiresAtMs: token.expiresAtMs, shows: shown.join(' ') }
        audit.append({ user: by.name, action: 'share_add', outcome: 'done', detail })
        return { share: { token, query, show, lastUsedAtMs: null }, text }
      })
    },
    list: () => readJournal(() => tokens.list().flatMap((token) => find(token) ?? [])),
    use(id) {
      const share = get(id)
      if (share === null || nowMs() - (share.lastUsedAtMs ?? -Infinity) < USE_INTERVAL_MS) return
      writeJournal(db, () => use.run(nowMs(), id))
    },
    revoke(by, id) {
      requireOwner(by)
      return writeJournal(db, () => {
        const share = tokens.list().flatMap((token) => (token.id === id ? (find(token) ?? []) : []))[0]
        if (share === undefined) throw notFound(id)
        return { ...share, token: tokens.revoke(by, id) }
      })
    },
  }
}

/** The columns hold what `add` and `use` wrote. */
function toShare(token: Token, row: Record<string, unknown>): Share {
  return {
    token,
    query: JSON.parse(String(row.query)) as Share['query'],
    show: JSON.parse(String(row.show)) as Share['show'],
    lastUsedAtMs: row.last_used_at_ms as number | null,
  }
}

function notFound(id: string): AppError {
  const message = `There is no share link ${JSON.stringify(id)}. "trinitas share list" lists them.`
  return new AppError('token_not_found', message)
}
