import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { parseBy } from '#lib/http/respond.ts'
import { type ShareTerms, shareTermsSchema } from '#lib/http/share-requests.ts'
import { createJournal } from '#lib/journal/journal.ts'
import type { IssuedShare } from '#lib/journal/shares.ts'
import { type IssuedToken, LINK_LIFE_MS, type TokenRequest } from '#lib/journal/tokens.ts'
import type { Share, SharedQuery } from '#lib/model/share.ts'
import type { Token } from '#lib/model/token.ts'
import { ownUser } from '#lib/store/own-user.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'
import { readServerRecord } from '#lib/store/server-record.ts'

/** Who may come in, for whoever runs a command here: always the owner. */
export type Access = {
  addToken(request: TokenRequest): IssuedToken & {
    /** Opens once, in a browser. */
    link: string
    linkLifeMs: number
    /** Where others reach the server that runs for this home; `null` where none says that it does. */
    serverUrl: string | null
  }
  listTokens(): Token[]
  revokeToken(id: string): Token
  addShare(asked: ShareTerms & { query: SharedQuery }): IssuedShare & { serverUrl: string | null }
  listShares(): Share[]
  revokeShare(id: string): Share
  close(): void
}

/** Opens the journal of a home. Throws `AppError('home_unreadable')` where there is no such home. */
export function openAccess(config: Config): Access {
  const { home } = resolveRoots(config)
  const journal = createJournal(join(home, 'monitor'))
  const by = ownUser()
  return {
    addToken(request) {
      const issued = journal.tokens().add(by, request)
      const { text: link } = journal.tokens().addLink(by, issued.token)
      return {
        ...issued,
        link,
        linkLifeMs: LINK_LIFE_MS,
        serverUrl: readServerRecord(home)?.outsideUrl ?? null,
      }
    },
    listTokens: () => journal.tokens().list(),
    revokeToken: (id) => journal.tokens().revoke(by, id),
    addShare({ query, ...asked }) {
      const issued = journal.shares().add(by, { ...parseBy(shareTermsSchema, asked, 'request'), query })
      return { ...issued, serverUrl: readServerRecord(home)?.outsideUrl ?? null }
    },
    listShares: () => journal.shares().list(),
    revokeShare: (id) => journal.shares().revoke(by, id),
    close: journal.close,
  }
}
