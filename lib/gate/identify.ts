import type { IncomingHttpHeaders } from 'node:http'
import { type BlockList, isIPv6, type Socket } from 'node:net'
import type { Journal } from '#lib/journal/journal.ts'
import type { Identity } from '#lib/model/identity.ts'
import { ownUser } from '#lib/store/own-user.ts'
import type { FailedTokens } from './failed-tokens.ts'
import { isLoopback } from './hosts.ts'
import { userOfClient } from './socket-user.ts'

export type Caller = {
  headers: IncomingHttpHeaders
  socket: Socket
}

/** What the server knows of a caller before anybody asked who it is. */
export type Origin = {
  /** The client's address, as a trusted proxy reports it. */
  address: string
  /** Whether anything says that the request was passed on. */
  forwarded: boolean
  scheme: 'http' | 'https'
}

export type Identification =
  | { known: true; identity: Identity }
  | { known: false; reason: 'no_token' | 'unknown' | 'expired' | 'revoked' }
  | { known: false; reason: 'too_many'; waitMs: number }

export type IdentifyOptions = {
  journal: Journal
  failedTokens: FailedTokens
  requireToken: boolean
  trustedProxies: BlockList
  cookieName: string
  /** Of which share something is asked for, if any. */
  shareId: string | null
}

/** Where a request comes from. Forwarding headers are believed of proxies that the configuration names, of no other. */
export function originOf({ headers, socket }: Caller, trustedProxies: BlockList): Origin {
  const peer = plainAddress(socket.remoteAddress ?? '')
  const forwarded = Object.keys(headers).some((name) => FORWARDING.test(name))
  if (!trustedProxies.check(peer, isIPv6(peer) ? 'ipv6' : 'ipv4')) {
    return { address: peer, forwarded, scheme: 'http' }
  }
  // The last entry is the one that the proxy itself added.
  const client = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1)
    ?.trim()
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return { address: client || peer, forwarded, scheme }
}

const FORWARDING =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/

/**
 * Who asks. A token that is presented decides; a cookie that no longer holds is passed over. Without one, a loopback
 * connection of the user who runs this, passed on by nobody, is the owner.
 */
export async function identify(
  caller: Caller,
  origin: Origin,
  options: IdentifyOptions,
): Promise<Identification> {
  const presented = bearerToken(caller.headers)
  if (presented !== null) return checkToken(presented, origin, options)
  const cookie = readCookie(caller.headers.cookie, options.cookieName)
  const byCookie = cookie === null ? null : checkToken(cookie, origin, options)
  if (byCookie?.known) return byCookie
  if (await isOwnUser(caller.socket, origin, options)) return { known: true, identity: ownUser() }
  const byShare = checkShares(caller, origin, options)
  if (byShare?.known) return byShare
  const whyNot = options.shareId === null ? (byCookie ?? byShare) : (byShare ?? byCookie)
  return whyNot ?? { known: false, reason: 'no_token' }
}

/**
 * A share opens only what nobody else opened: whoever has more rights keeps them. Asked for a share, its own cookie
 * counts; for what all of them need, such as a script, any that holds.
 */
function checkShares(
  { headers }: Caller,
  origin: Origin,
  options: IdentifyOptions,
): Identification | undefined {
  const { cookieName, shareId } = options
  const name = shareCookieName(cookieName, shareId ?? '')
  const isOne = (sent: string): boolean => (shareId === null ? sent.startsWith(name) : sent === name)
  const checks = readCookies(headers.cookie)
    .filter(([sent]) => isOne(sent))
    .map(([, text]) => checkToken(text, origin, options))
  return checks.find(({ known }) => known) ?? checks[0]
}

/** Each share has a cookie of its own, so that one that has ended takes no other with it. */
export const shareCookieName = (cookieName: string, shareId: string): string =>
  `${cookieName}_share_${shareId}`

function checkToken(
  text: string,
  origin: Origin,
  { journal, failedTokens }: IdentifyOptions,
): Identification {
  const check = journal.tokens().check(text)
  if (check.found) {
    const { id, role, name } = check.token
    return { known: true, identity: { role, name, via: 'token', tokenId: id } }
  }
  return { known: false, ...failedTokens.judge(origin.address, check.reason) }
}

/** Asked once a connection: what is found holds as long as it does. */
const ownUserOf = new WeakMap<Socket, Promise<boolean>>()

function isOwnUser(
  socket: Socket,
  origin: Origin,
  { requireToken }: IdentifyOptions,
): Promise<boolean> | false {
  if (requireToken || origin.forwarded || !isLoopback(plainAddress(socket.remoteAddress ?? ''))) return false
  const known = ownUserOf.get(socket)
  if (known !== undefined) return known
  const asked = askForUser(socket)
  ownUserOf.set(socket, asked)
  return asked
}

async function askForUser(socket: Socket): Promise<boolean> {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  if (!remoteAddress || !remotePort || !localAddress || !localPort) return false
  const user = await userOfClient(
    { address: remoteAddress, port: remotePort },
    { address: localAddress, port: localPort },
  )
  return user !== null && user === process.geteuid?.()
}

function bearerToken({ authorization }: IncomingHttpHeaders): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? (authorization === undefined ? null : '')
}

export function readCookie(header: string | undefined, name: string): string | null {
  return readCookies(header).find(([sent]) => sent === name)?.[1] ?? null
}

function readCookies(header: string | undefined): (readonly [name: string, value: string])[] {
  return (header?.split(';') ?? []).flatMap((pair) => {
    const cut = pair.indexOf('=')
    return cut === -1 ? [] : [[pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()] as const]
  })
}

const plainAddress = (address: string): string => address.replace(/^::ffff:/, '')
