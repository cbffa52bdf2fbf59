import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Networks that lead to this machine, its neighbours, or nobody (IANA's special-purpose registries). */
const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Within the global unicast space: documentation, and what carries an IPv4 address that may be any (Teredo, 6to4). */
const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const notPublic = new BlockList()
for (const [network, bits] of NOT_PUBLIC_V4) notPublic.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of NOT_PUBLIC_V6) notPublic.addSubnet(network, bits, 'ipv6')

/** All that is given out as global unicast; loopback, link-local, unique local and multicast lie outside of it. */
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')

/** Whether an address is one of the public internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  // A zone ("%eth0") stands only behind addresses of a link.
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4')
  if (!isIPv6(address) || address.includes('%')) return false
  if (isMapped(address)) return isPublicAddress(unmap(address))
  return globalV6.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
}

/** `::ffff:0:0/96`: an IPv4 address in the form of IPv6. */
const isMapped = (address: string): boolean => canonical(address).startsWith('::ffff:')

function unmap(address: string): string {
  const [high = '0', low = '0'] = canonical(address).slice('::ffff:'.length).split(':')
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [first >> 8, first & 0xff, second >> 8, second & 0xff].join('.')
}

/** As the URL standard writes it: lower case, shortest, and the last 32 bits in hexadecimal too. */
const canonical = (address: string): string => new URL(`http://[${address}]/`).hostname.slice(1, -1)
