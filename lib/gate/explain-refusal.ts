import type { RefusalReason } from './check-request.ts'

export type RefusalFacts = {
  /** A Host under which this server is reached. */
  ownHost: string
  waitMs: number
}

/** What was wrong and what to do, in words for whoever asked. Says nothing of what is watched here. */
export function explainRefusal(reason: RefusalReason, { ownHost, waitMs }: RefusalFacts): string {
  const port = ownHost.slice(ownHost.lastIndexOf(':') + 1)
  switch (reason) {
    case 'host':
      return `Trinitas Monitor answers only to its own address: http://${ownHost}\nFrom another machine, forward the port:  ssh -L ${port}:${ownHost} USER@THIS-MACHINE  and open http://localhost:${port}\nBehind a proxy, name the address in the setting allowedHosts.`
    case 'target':
      return 'Expected a path that begins with one "/", without dot segments and encoded slashes.'
    case 'method':
      return 'This cannot be done here.'
    case 'origin':
      return 'Requests are taken only from the pages of this server: the Origin header must be its own address.'
    case 'content_type':
      return 'Expected content-type: application/json, not encoded.'
    case 'body':
      return 'A request that changes something says its content-length; one that reads has no body.'
    case 'body_size':
      return 'The body is larger than 1 MB.'
    case 'role':
      return 'Your token does not allow this. An owner can: "trinitas token add --role owner".'
    case 'no_token':
      return 'Who you are is not known here. Sign in with a token: "trinitas token add" makes one.'
    case 'unknown':
      return 'This token is not known here. Ask for another one: "trinitas token add" makes it.'
    case 'expired':
      return 'This token has expired. Ask for another one: "trinitas token add" makes it.'
    case 'revoked':
      return 'This token was revoked, or its link was used already. Ask for another one: "trinitas token add" makes it.'
    case 'too_many':
      return `Too many wrong tokens came from your address. Try again in ${Math.ceil(waitMs / 1000)} s.`
  }
}
