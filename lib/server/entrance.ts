import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { isLoopback } from '#lib/gate/hosts.ts'
import { canTellUsers } from '#lib/gate/socket-user.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import { LINK_LIFE_MS } from '#lib/journal/tokens.ts'
import { tokenState } from '#lib/model/token.ts'
import { ownUser } from '#lib/store/own-user.ts'

/** Beyond this machine everybody could come in, so there must be a token before there is a door. */
export function requireTokenBeyondLoopback({ host, home }: Config): void {
  if (isLoopback(host) || hasToken(home)) return
  throw new AppError(
    'address_unusable',
    `Refusing to listen on ${host} without a token: whoever reaches it could read all answers. Make one first (trinitas token add --role owner), or listen on 127.0.0.1 and forward the port: ssh -L 4680:127.0.0.1:4680 USER@THIS-MACHINE.`,
  )
}

function hasToken(home: string): boolean {
  // A home that is not there yet has none, and is not begun by asking.
  if (!existsSync(home)) return false
  const journal = createJournal(join(home, 'monitor'))
  try {
    return journal
      .tokens()
      .list()
      .some((token) => tokenState(token, Date.now()) === 'valid')
  } finally {
    journal.close()
  }
}

/** What whoever starts the server must know to come in, or of who else may: lines to print. */
export async function entranceLines(config: Config, url: string, journal: Journal): Promise<string[]> {
  const lines: string[] = []
  if (!isLoopback(config.host) && config.trustedProxies.length === 0) {
    lines.push(
      `Warning: ${config.host} is reached from other machines without encryption, so tokens and answers can be read on the way. Put a proxy with TLS in front, and name it in the setting trustedProxies.`,
    )
  }
  if (config.requireToken || !(await canTellUsers())) {
    const { text } = journal.tokens().addLink(ownUser(), null)
    lines.push(`Sign in, once and within ${LINK_LIFE_MS / 60_000} minutes: ${url}/sign-in#${text}`)
  }
  return lines
}
