import { networkInterfaces } from 'node:os'

/** The Host values under which a server on this machine is reached by whoever is on it; the first is where it listens. */
export function loopbackHosts(host: string, port: number): Set<string> {
  return hostsOf([...(isWildcard(host) ? [] : [host]), '127.0.0.1', 'localhost', '::1'], port)
}

/**
 * Those under which a server that listens on `host` is reached from elsewhere: its own addresses, no names. A name that
 * is not configured may be one that an attacker made to lead here.
 */
export function outsideHosts(host: string, port: number): Set<string> {
  if (!isWildcard(host)) return new Set()
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return hostsOf(
    addresses.map(({ address }) => address),
    port,
  )
}

/** The address under which people on this machine, and on others, open a server that listens on `host`. */
export function addressesOf(host: string, port: number): { own: string; outside: string } {
  if (!isWildcard(host)) return { own: urlOf(host, port), outside: urlOf(host, port) }
  const external = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
  const address = external.find(({ family }) => family === 'IPv4') ?? external[0]
  const own = urlOf('127.0.0.1', port)
  return { own, outside: address === undefined ? own : urlOf(address.address, port) }
}

const urlOf = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

function hostsOf(names: readonly string[], port: number): Set<string> {
  const hosts = names.map((name) => (name.includes(':') ? `[${name}]` : name).toLowerCase())
  // A browser leaves the port out where it is the scheme's own.
  return new Set(hosts.flatMap((host) => [`${host}:${port}`, ...(port === 80 ? [host] : [])]))
}

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::'

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
