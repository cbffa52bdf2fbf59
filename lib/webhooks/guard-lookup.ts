import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from './is-public-address.ts'

/** Says why nobody is connected to, in a sentence that may be shown. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/** All addresses of a name, as the system knows them. */
export type Resolve = (host: string) => Promise<LookupAddress[]>

export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })

const refused = (host: string): AddressRefused =>
  new AddressRefused(
    `${host} leads to an address that is not public. To allow that, say "allowPrivate": true beside its address.`,
  )

/** Throws `AddressRefused` for an address written as a number, for which nothing is looked up. */
export function requirePublic(host: string): void {
  if (!isPublicAddress(host)) throw refused(host)
}

/**
 * Looks a name up for the very connection that is made, so that what was checked is what is connected to, whatever the
 * name leads to a moment later. One private address among several refuses all.
 */
export function guardLookup(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses
        const isSafe = allowPrivate || addresses.every(({ address }) => isPublicAddress(address))
        if (first === undefined) callback(new AddressRefused(`${host} has no address.`), '')
        else if (!isSafe) callback(refused(host), '')
        else if (options.all) callback(null, addresses)
        else callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
    )
  }
}
