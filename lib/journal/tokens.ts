import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '#lib/errors.ts'
import { type Identity, type Role, requireOwner } from '#lib/model/identity.ts'
import { type Token, type TokenKind, tokenState } from '#lib/model/token.ts'
import type { Audit } from './audit.ts'
import { isSecret, makeToken, splitToken } from './token-text.ts'
import { readJournal, writeJournal } from './write-journal.ts'

/** A link that is not opened within this time is of no use to whoever finds it later. */
export const LINK_LIFE_MS = 10 * 60_000
/** Then a browser signs in again, however long its token lives. */
const BROWSER_LIFE_MS = 30 * 86_400_000

export type TokenCheck =
  | { found: true; token: Token }
  /** `unknown`: no such token, or not its secret. */
  | { found: false; reason: 'unknown' | 'expired' | 'revoked' }

export type TokenRequest = { role: Exclude<Role, 'share'>; name: string; lifeMs: number | null }

/** What a caller gets that may be seen once. */
export type IssuedToken = { token: Token; text: string }

export type Tokens = {
  /** Whether a text lets somebody in now. Only reads. */
  check(text: string): TokenCheck
  /** Whether a token that let somebody in still does. Only reads. */
  isValid(id: string): boolean
  /** `null` where there is none. Only reads. */
  get(id: string): Token | null
  /** What stands for itself, the newest first: not links, nor browsers that end with the token they signed in with. */
  list(): Token[]
  /** When a browser last signed in with a token, by its id; nothing where none did. */
  lastSignIns(): Map<string, number>
  add(by: Identity, request: TokenRequest): IssuedToken
  /** The token of a share; whoever asks for it records what it shows, and who made it, in the same transaction. */
  issueShare(by: Identity, request: Omit<TokenRequest, 'role'>): IssuedToken
  /** A link that opens once and signs in as `of` says; without a token, as an owner. */
  addLink(by: Identity, of: Token | null): IssuedToken
  /** What a browser holds from now on, for the text of a link or of a token. A link is used up by it. */
  signIn(text: string, from: string): ({ found: true } & IssuedToken) | Extract<TokenCheck, { found: false }>
  /** Ends what a browser holds; nothing where it had ended already. */
  signOut(id: string): void
  /** Ends a token and every browser that signed in with it. Throws `AppError('token_not_found')`. */
  revoke(by: Identity, id: string): Token
}

export function createTokens(db: DatabaseSync, audit: Audit, nowMs: () => number): Tokens {
  const statements = prepareStatements(db)
  const find = (id: string): Row | null => readJournal(() => toRow(statements.find.get(id)))

  const stateOf = ({ token, parent }: Row) => {
    const own = tokenState(token, nowMs())
    return own === 'valid' && parent !== null ? tokenState(parent, nowMs()) : own
  }
  const look = (text: string, kinds: readonly TokenKind[]): ({ found: true } & Row) | Unfound => {
    const parts = splitToken(text)
    const row = parts === null ? null : find(parts.id)
    if (parts === null || row === null || !isSecret(parts.secret, row.secretHash)) return UNKNOWN
    if (!kinds.includes(row.token.kind)) return UNKNOWN
    const state = stateOf(row)
    return state === 'valid' ? { found: true, ...row } : { found: false, reason: state }
  }
  const issue = (token: NewRow): IssuedToken => {
    const { id, text, secretHash } = makeToken()
    const { kind, role, name, parentId, lifeMs } = token
    const createdAtMs = nowMs()
    const expiresAtMs = lifeMs === null ? null : createdAtMs + lifeMs
    statements.insert.run(id, kind, role, name, secretHash, parentId, createdAtMs, expiresAtMs)
    return { text, token: { id, kind, role, name, createdAtMs, expiresAtMs, revokedAtMs: null } }
  }
  const within = <T>(work: () => T): T => writeJournal(db, work)

  return {
    check: (text) => look(text, ['token', 'browser', 'share']),
    isValid(id) {
      const row = find(id)
      return row !== null && stateOf(row) === 'valid'
    },
    get: (id) => find(id)?.token ?? null,
    list: () => readJournal(() => statements.list.all().map((values) => toToken(values))),
    lastSignIns: () =>
      readJournal(() => {
        const rows = statements.lastSignIns.all()
        return new Map(rows.map(({ parent, at_ms }) => [String(parent), Number(at_ms)]))
      }),
    add(by, { role, name, lifeMs }) {
      requireOwner(by)
      return within(() => {
        const issued = issue({ kind: 'token', role, name, parentId: null, lifeMs })
        const { id, expiresAtMs } = issued.token
        const detail = { id, role, name, expiresAtMs }
        audit.append({ user: by.name, action: 'token_add', outcome: 'done', detail })
        return issued
      })
    },
    issueShare(by, { name, lifeMs }) {
      requireOwner(by)
      return within(() => issue({ kind: 'share', role: 'share', name, parentId: null, lifeMs }))
    },
    addLink(by, of) {
      requireOwner(by)
      const { role, name, id } = of ?? { role: 'owner', name: by.name, id: null }
      return within(() => {
        statements.forget.run(nowMs() - BROWSER_LIFE_MS)
        return issue({ kind: 'link', role, name, parentId: id, lifeMs: LINK_LIFE_MS })
      })
    },
    signIn: (text, from) =>
      within(() => {
        const used = look(text, ['token', 'link'])
        if (!used.found) return used
        const { id, kind, role, name } = used.token
        if (kind === 'link') statements.revoke.run(nowMs(), id)
        const parentId = kind === 'link' ? (used.parent?.id ?? null) : id
        const issued = issue({ kind: 'browser', role, name, parentId, lifeMs: BROWSER_LIFE_MS })
        audit.append({
          user: name,
          action: 'sign_in',
          outcome: 'done',
          detail: { with: kind, id, role, from },
        })
        return { found: true, ...issued }
      }),
    signOut: (id) =>
      within(() => {
        const row = find(id)
        if (row?.token.kind !== 'browser' || stateOf(row) !== 'valid') return
        statements.revoke.run(nowMs(), id)
        audit.append({ user: row.token.name, action: 'sign_out', outcome: 'done', detail: { id } })
      }),
    revoke(by, id) {
      requireOwner(by)
      return within(() => {
        const row = find(id)
        if (row === null || row.token.kind === 'link') throw notFound(id)
        const { revokedAtMs, role, name } = row.token
        if (revokedAtMs !== null) return row.token
        const token = { ...row.token, revokedAtMs: nowMs() }
        statements.revoke.run(token.revokedAtMs, id)
        audit.append({ user: by.name, action: 'token_revoke', outcome: 'done', detail: { id, role, name } })
        return token
      })
    },
  }
}

type Unfound = Extract<TokenCheck, { found: false }>
const UNKNOWN: Unfound = { found: false, reason: 'unknown' }

type Row = { token: Token; parent: Token | null; secretHash: Uint8Array }
type NewRow = Pick<Token, 'kind' | 'role' | 'name'> & { parentId: string | null; lifeMs: number | null }

const COLUMNS = ['id', 'kind', 'role', 'name', 'created_at_ms', 'expires_at_ms', 'revoked_at_ms'] as const

function prepareStatements(db: DatabaseSync) {
  const own = COLUMNS.map((column) => `t.${column}`).join(', ')
  const parents = COLUMNS.map((column) => `p.${column} AS parent_${column}`).join(', ')
  return {
    find: db.prepare(`
      SELECT ${own}, t.secret_hash, ${parents} FROM tokens t LEFT JOIN tokens p ON p.id = t.parent WHERE t.id = ?`),
    list: db.prepare(`
      SELECT ${own} FROM tokens t WHERE kind <> 'link' AND parent IS NULL ORDER BY created_at_ms DESC, id`),
    lastSignIns: db.prepare(`
      SELECT parent, MAX(created_at_ms) AS at_ms FROM tokens
      WHERE kind = 'browser' AND parent IS NOT NULL GROUP BY parent`),
    insert: db.prepare(`
      INSERT INTO tokens (id, kind, role, name, secret_hash, parent, created_at_ms, expires_at_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    revoke: db.prepare('UPDATE tokens SET revoked_at_ms = ? WHERE id = ?'),
    forget: db.prepare("DELETE FROM tokens WHERE kind IN ('link', 'browser') AND expires_at_ms < ?"),
  }
}

type Values = Record<string, unknown>

function toRow(values: Values | undefined): Row | null {
  if (values === undefined) return null
  const parent = values.parent_id === null ? null : toToken(values, 'parent_')
  return { token: toToken(values), parent, secretHash: values.secret_hash as Uint8Array }
}

/** The columns hold what `add` and `signIn` wrote, of the types that the strict table has. */
function toToken(values: Values, prefix = ''): Token {
  const of = (column: (typeof COLUMNS)[number]): unknown => values[prefix + column]
  return {
    id: String(of('id')),
    kind: of('kind') as TokenKind,
    role: of('role') as Role,
    name: String(of('name')),
    createdAtMs: Number(of('created_at_ms')),
    expiresAtMs: of('expires_at_ms') as number | null,
    revokedAtMs: of('revoked_at_ms') as number | null,
  }
}

function notFound(id: string): AppError {
  return new AppError(
    'token_not_found',
    `There is no token ${JSON.stringify(id)}. "trinitas token list" lists them.`,
  )
}
