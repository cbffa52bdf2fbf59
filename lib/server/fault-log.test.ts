import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ROUTE_HEADER } from '#lib/http/route-header.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createFaultLog, REPEATED_MS } from './fault-log.ts'

const START = Date.parse('2026-11-24T10:00:00Z')
const asked = (route: string) => ({ method: 'GET', headers: { [ROUTE_HEADER]: route } })
const linesOf = (home: TemporaryHome): string[] =>
  readFileSync(`${home.path}/logs/errors.log`, 'utf8').trimEnd().split('\n')

describe('what the server could not answer', () => {
  it('is one line in errors.log, with its reason and without its secrets', () => {
    using home = temporaryHome()
    const faults = createFaultLog(home.path, () => START)
    faults.note(asked('/sessions/[id]'), 'no\n[x] [INFO] forged, password=hunter2hunter2')
    expect(linesOf(home)).toEqual([
      '[2026-11-24T10:00:00.000Z] [ERROR] GET /sessions/[id] could not be answered: no\\u{a}[x] [INFO] forged, password=••••••',
    ])
  })

  it('is said once a minute, however often it is asked for', () => {
    using home = temporaryHome()
    let nowMs = START
    const faults = createFaultLog(home.path, () => nowMs)
    for (let nth = 0; nth < 50; nth += 1) faults.note(asked('/metrics'), 'x')
    faults.note(asked('/audit'), 'x')
    nowMs += REPEATED_MS
    faults.note(asked('/metrics'), 'x')
    expect(linesOf(home)).toHaveLength(3)
  })

  it('is whatever answered with a status of the server’s own failure', async () => {
    using home = temporaryHome()
    const faults = createFaultLog(home.path)
    const handler = faults.watch((request, response) => {
      request.headers[ROUTE_HEADER] = '/api/issues'
      response.statusCode = request.url?.startsWith('/fails') ? 500 : 404
      response.end()
    })
    const server = createServer(handler).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    for (const path of ['/', '/fails']) await fetch(`http://127.0.0.1:${port}${path}?token=secret`)
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
    expect(linesOf(home).map((line) => line.slice(line.indexOf('] ') + 2))).toEqual([
      '[ERROR] GET /api/issues could not be answered: status 500',
    ])
  })

  it('is answered all the same where the log cannot be written', () => {
    using home = temporaryHome()
    writeFileSync(`${home.path}/logs`, 'no directory')
    createFaultLog(home.path).note(asked('/audit'), 'x')
    expect(existsSync(`${home.path}/logs/errors.log`)).toBe(false)
  })
})
