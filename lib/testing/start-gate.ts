import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { createGate } from '#lib/gate/gate.ts'
import type { GateOptions } from '#lib/gate/gate-context.ts'
import { parseProxies } from '#lib/gate/trusted-proxies.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import { listen, type ServerLimits } from '#lib/server/listen.ts'
import { type TemporaryHome, temporaryHome } from './temporary-home.ts'

export type StartedGate = {
  home: TemporaryHome
  port: number
  host: string
  journal: Journal
  /** Requests that the application was handed. */
  reached: IncomingMessage[]
  /** Sends bytes as they are, and resolves with all that comes back. */
  send(lines: readonly string[], body?: string): Promise<string>
  get(path: string, headers?: readonly string[]): Promise<string>
  post(path: string, body: unknown, headers?: readonly string[]): Promise<string>
  connect(): Socket
  /** How many connections are open. */
  connections(): Promise<number>
  /** Everything that was refused, the counted ones included. */
  refusals(): number
  [Symbol.asyncDispose](): Promise<void>
}

type Application = (request: IncomingMessage, response: ServerResponse) => void

const answer: Application = (request, response) => {
  response.end(`reached with ${request.headers['content-security-policy']}`)
}

/** A real server with the real gate, a real journal, and an application that says that it was reached. */
export async function startGate(
  change: Partial<GateOptions> = {},
  application: Application = answer,
  limits: Partial<ServerLimits> = {},
): Promise<StartedGate> {
  const home = temporaryHome()
  const journal = createJournal(join(home.path, 'monitor'), change.now)
  const reached: IncomingMessage[] = []
  const allowedHosts = new Set<string>()
  const gate = createGate(
    {
      allowedHosts,
      requireToken: false,
      trustedProxies: parseProxies([]),
      cookieName: 'trinitas',
      journal,
      ...change,
    },
    (request, response) => {
      reached.push(request)
      application(request, response)
    },
  )
  const server = await listen(gate.handle, '127.0.0.1', 0, limits)
  const { port } = server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  allowedHosts.add(host)
  const open = (): Socket => connect(port, '127.0.0.1')
  const send = (lines: readonly string[], body = ''): Promise<string> => {
    const socket = open()
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
    return text(socket)
  }
  const own = [`Host: ${host}`, 'Connection: close']
  return {
    home,
    port,
    host,
    journal,
    reached,
    send,
    connect: open,
    connections: () => promisify(server.getConnections.bind(server))(),
    refusals() {
      gate.close()
      const rows = journal.audit().latest(1000)
      return rows
        .filter(({ outcome }) => outcome === 'refused')
        .reduce((sum, { detail }) => sum + (Number(detail.repeated) || 1), 0)
    },
    get: (path, headers = []) => send([`GET ${path} HTTP/1.1`, ...own, ...headers]),
    post(path, value, headers = [`Origin: http://${host}`]) {
      const body = JSON.stringify(value)
      const described = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]
      return send([`POST ${path} HTTP/1.1`, ...own, ...described, ...headers], body)
    },
    async [Symbol.asyncDispose]() {
      gate.close()
      journal.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      home.remove()
    },
  }
}
