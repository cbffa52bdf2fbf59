import type { Role } from './identity.ts'

/**
 * `token`: for a header or the sign-in page. `link`: opens once, in a browser. `browser`: what a browser holds once it
 * signed in. `share`: one metrics view.
 */
export type TokenKind = 'token' | 'link' | 'browser' | 'share'

/** What is known of a token. Its secret is not: only a hash is kept. */
export type Token = {
  id: string
  kind: TokenKind
  role: Role
  /** Whom or what it is for. */
  name: string
  createdAtMs: number
  /** `null` is never. */
  expiresAtMs: number | null
  revokedAtMs: number | null
}

/** A token, and when a browser last signed in with it; what only a header carried is not kept. */
export type TokenUse = { token: Token; lastSignInAtMs: number | null }

export type TokenState = 'valid' | 'expired' | 'revoked'

export function tokenState(token: Pick<Token, 'expiresAtMs' | 'revokedAtMs'>, nowMs: number): TokenState {
  if (token.revokedAtMs !== null) return 'revoked'
  return token.expiresAtMs !== null && token.expiresAtMs <= nowMs ? 'expired' : 'valid'
}
