import { BlockList, isIPv6 } from 'node:net'

/** Addresses and networks, such as `10.0.0.7` or `10.1.0.0/16`, to be asked whether an address is one of them. */
export function parseProxies(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}
