import { join } from 'node:path'
import { createJournal } from '#lib/journal/journal.ts'
import type { Role } from '#lib/model/identity.ts'
import { ownUser } from '#lib/store/own-user.ts'

export const VISITORS = ['owner', 'viewer', 'share', 'expired', 'revoked', 'none'] as const
export type Visitor = (typeof VISITORS)[number]

const DAY_MS = 86_400_000

/** The text of a token for each kind of visitor, in the journal of a home; who is nobody has none. */
export function tokensOfVisitors(home: string): Record<Visitor, string | null> {
  const directory = join(home, 'monitor')
  const add = (role: 'owner' | 'viewer', madeAtMs = Date.now()) => {
    const journal = createJournal(directory, () => madeAtMs)
    const issued = journal.tokens().add(ownUser(), { role, name: `a ${role}`, lifeMs: DAY_MS })
    journal.close()
    return issued
  }
  const revoked = add('owner')
  const journal = createJournal(directory)
  journal.tokens().revoke(ownUser(), revoked.token.id)
  journal.close()
  return {
    owner: add('owner').text,
    viewer: add('viewer').text,
    share: addShare(directory),
    expired: add('owner', Date.now() - 2 * DAY_MS).text,
    revoked: revoked.text,
    none: null,
  }
}

/** The role that a visitor has; nobody's token gives none. */
export const roleOf = (visitor: Visitor): Role | null =>
  visitor === 'owner' || visitor === 'viewer' || visitor === 'share' ? visitor : null

/** Of everything, and with nothing ticked. */
function addShare(directory: string): string {
  const journal = createJournal(directory)
  const { text } = journal.shares().add(ownUser(), {
    name: 'a share',
    lifeMs: DAY_MS,
    query: { agents: [], projects: [], outcomes: [], range: { live: true, lengthMs: DAY_MS }, compare: true },
    show: { errorTexts: false, projects: false, sessionIds: false },
  })
  journal.close()
  return text
}
