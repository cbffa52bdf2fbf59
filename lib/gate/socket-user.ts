import { readFile } from 'node:fs/promises'
import { isIPv4 } from 'node:net'
import { endianness } from 'node:os'
import { systemErrorCode } from '#lib/errors.ts'

/** One side of a connection, as `socket` names it. */
export type Endpoint = { address: string; port: number }

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const
const ESTABLISHED = '01'

/**
 * The id of the user who holds the client's end of a loopback connection, or `null` where that cannot be told: not on
 * Linux, or a client that has closed already, whose end the kernel shows as nobody's, which is user 0.
 */
export async function userOfClient(client: Endpoint, server: Endpoint): Promise<number | null> {
  for (const table of TABLES) {
    const user = findUser(await readTable(table), client, server)
    if (user !== null) return user
  }
  return null
}

/** Whether this system says who holds a connection. */
export async function canTellUsers(): Promise<boolean> {
  return (await readTable(TABLES[0])) !== ''
}

async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1')
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return ''
  }
}

/** Looks for the exact four-tuple in the text of a table of connections (proc_pid_net(5)). */
export function findUser(table: string, client: Endpoint, server: Endpoint): number | null {
  const ends = forms(client).flatMap((local) =>
    forms(server).map((remote) => `: ${local} ${remote} ${ESTABLISHED} `),
  )
  for (const wanted of ends) {
    const at = table.indexOf(wanted)
    if (at === -1) continue
    const end = table.indexOf('\n', at)
    const line = table.slice(at, end === -1 ? undefined : end)
    // ": local remote state queues timer retransmits uid timeout inode"
    const [, , , , , , , uid, , inode] = line.split(/\s+/)
    if (inode !== undefined && inode !== '0') return Number(uid)
  }
  return null
}

/** An address may stand as IPv4 or, where either side speaks IPv6, mapped into it. */
function forms({ address, port }: Endpoint): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  if (!isIPv4(plain)) return [toHex(expand(plain)) + suffix]
  const bytes = plain.split('.').map(Number)
  return [toHex(bytes) + suffix, toHex([...MAPPED, ...bytes]) + suffix]
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] as const

/** The kernel prints words of four bytes in the order of the machine. */
function toHex(bytes: readonly number[]): string {
  const buffer = Buffer.from(bytes)
  if (endianness() === 'LE') buffer.swap32()
  return buffer.toString('hex').toUpperCase()
}

/** The sixteen bytes of an IPv6 address without a mapped part. */
function expand(address: string): number[] {
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::') ?? []
  const words = (text: string): number[] =>
    text
      .split(':')
      .filter(Boolean)
      .map((word) => Number.parseInt(word, 16))
  const [before, after] = [words(head), words(tail)]
  const zeros = Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0)
  return [...before, ...zeros, ...after].flatMap((word) => [word >> 8, word & 0xff])
}
