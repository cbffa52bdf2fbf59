import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32
const FORM = /^trinitas_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/

/** A token as text: an id that may be known, and a secret of 256 bits that is shown once. */
export type NewToken = { id: string; text: string; secretHash: Uint8Array }

export function makeToken(): NewToken {
  const id = randomBytes(8).toString('hex')
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  return { id, text: `trinitas_${id}_${secret}`, secretHash: hashSecret(secret) }
}

/** The parts of a token's text, `null` for anything else. */
export function splitToken(text: string): { id: string; secret: string } | null {
  const [, id, secret] = FORM.exec(text) ?? []
  return id === undefined || secret === undefined ? null : { id, secret }
}

/** In constant time. A plain hash will do: nobody can try out 2^256 secrets. */
export function isSecret(secret: string, secretHash: Uint8Array): boolean {
  return timingSafeEqual(hashSecret(secret), secretHash)
}

const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest()
