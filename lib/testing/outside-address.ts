import { networkInterfaces } from 'node:os'

/** An address of this machine that is not loopback: who comes by it is not the owner, whoever it is. */
export function outsideAddress(): string {
  const found = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)?.address
  if (found === undefined)
    throw new Error('This machine has no address but loopback, which these tests need.')
  return found
}
