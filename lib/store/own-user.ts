import { userInfo } from 'node:os'
import { systemErrorCode } from '#lib/errors.ts'
import type { Identity } from '#lib/model/identity.ts'

/** Whoever runs this process is the owner of what it watches, in a shell as in a browser. */
export function ownUser(): Identity {
  return { role: 'owner', name: userName(), via: 'user', tokenId: null }
}

function userName(): string {
  try {
    return userInfo().username
  } catch (error) {
    // In a container a user may have a number and no name.
    if (systemErrorCode(error) === null) throw error
    return `user ${process.geteuid?.() ?? 'unknown'}`
  }
}
