import * as z from 'zod'
import { type Identity, ROLES } from '#lib/model/identity.ts'

/** How the gate tells the application who asks. It takes away what a client sends under this name. */
export const IDENTITY_HEADER = 'x-trinitas-identity'

const identitySchema = z.object({
  role: z.enum(ROLES),
  name: z.string(),
  via: z.enum(['user', 'token']),
  tokenId: z.string().nullable(),
})

export function writeIdentity(identity: Identity): string {
  return Buffer.from(JSON.stringify(identity)).toString('base64url')
}

/** Who asks, from the headers of a request that went through the gate. Throws where one did not. */
export function readIdentity(headers: Pick<Headers, 'get'>): Identity {
  const text = Buffer.from(headers.get(IDENTITY_HEADER) ?? '', 'base64url').toString()
  if (text === '') throw new Error('A request came past the gate: pages are served by server.ts alone.')
  return identitySchema.parse(JSON.parse(text))
}
