import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { isLoopback } from '#lib/gate/hosts.ts'
import { canTellUsers } from '#lib/gate/socket-user.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import { LINK_LIFE_MS } from '#lib/journal/tokens.ts'
import { tokenState } from '#lib/model/token.ts'
import { ownUser } from '#lib/store/own-user.ts'

/**
 * Beyond this machine everybody could come in, so there must be a token before there is a door. A `sample` is a home of
 * its own, in which nobody has one. Throws `AppError('address_unusable')`.
 */
export function requireTokenBeyondLoopback({ host, home }: Config, sample: boolean): void {
  if (isLoopback(host)) return
  if (sample) {
    throw new AppError(
      'address_unusable',
      `A sample is shown on this machine only: listen on 127.0.0.1. To show others what is in a home, name one that is there with --home.`,
    )
  }
  if (hasToken(home)) return
  throw new AppError(
    'address_unusable',
    `Refusing to listen on ${host} without a token: whoever reaches it could read all answers. Make one first (trinitas token add --role owner), or listen on 127.0.0.1 and forward the port: ssh -L 4680:127.0.0.1:4680 USER@THIS-MACHINE.`,
  )
}

function hasToken(home: string): boolean {
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

type Addresses = { own: string; outside: string }

/** What whoever starts the server must know to come in, or of who else may: lines to print. */
export async function entranceLines(
  config: Config,
  { own, outside }: Addresses,
  journal: Journal,
): Promise<string[]> {
  const lines: string[] = []
  if (!isLoopback(config.host) && config.trustedProxies.length === 0) {
    lines.push(
      `Warning: ${config.host} is reached from other machines without encryption, so tokens and answers can be read on the way. Put a proxy with TLS in front, and name it in the setting trustedProxies.`,
    )
  }
  if (config.requireToken || !(await canTellUsers())) {
    const { text } = journal.tokens().addLink(ownUser(), null)
    lines.push(`Sign in, once and within ${LINK_LIFE_MS / 60_000} minutes: ${own}/sign-in#${text}`)
  }
  if (outside !== own) lines.push(`From other machines: ${outside}`)
  return lines
}
