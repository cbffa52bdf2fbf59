import { AppError } from '#lib/errors.ts'

/** What somebody may do. `viewer` reads everything and changes nothing; `share` sees one metrics view. */
export const ROLES = ['owner', 'viewer', 'share'] as const
export type Role = (typeof ROLES)[number]

/** Who asks. Known by the operating system (`user`) or by a token (`token`). */
export type Identity = {
  role: Role
  /** For the audit: the user's name, or the name the token was given. */
  name: string
  via: 'user' | 'token'
  /** `null` for whoever needs none. */
  tokenId: string | null
}

/** Asked by every function that changes something, whatever the gate decided before. Throws `AppError('refused')`. */
export function requireOwner({ role, name }: Identity): void {
  if (role === 'owner') return
  throw new AppError('refused', `${name} is a ${role}: only an owner may change anything.`)
}
