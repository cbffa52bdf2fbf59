import { describe, expect, it } from 'vitest'
import { isLoopback, outsideHosts } from './hosts.ts'
import { parseProxies } from './trusted-proxies.ts'

describe('addresses', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['192.168.1.2', false],
    ['127.0.0.1.nip.io', false],
    ['::', false],
  ])('%s is this machine alone: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))

  it('of this machine are Hosts of a server that listens on all of them, and of no other', () => {
    expect(outsideHosts('0.0.0.0', 4680)).toContain('127.0.0.1:4680')
    expect(outsideHosts('10.0.0.7', 4680).size).toBe(0)
  })

  it('and networks of proxies are told from others', () => {
    const proxies = parseProxies(['10.0.0.7', '10.1.0.0/16', 'fd00::/8'])
    const trusted = (address: string, family: 'ipv4' | 'ipv6' = 'ipv4') => proxies.check(address, family)
    expect([trusted('10.0.0.7'), trusted('10.1.255.1'), trusted('fd00::1', 'ipv6')]).toEqual([
      true,
      true,
      true,
    ])
    expect([trusted('10.0.0.8'), trusted('10.2.0.1'), trusted('fe80::1', 'ipv6'), trusted('')]).toEqual(
      Array(4).fill(false),
    )
  })
})
