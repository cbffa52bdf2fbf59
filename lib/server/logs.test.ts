import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, renameSync, symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogList, LogPage, LogTailEvent } from '#lib/model/log.ts'
import { tokensOfVisitors } from '#lib/testing/every-visitor.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { logLines, writeLog } from '#lib/testing/write-log.ts'

const SESSION = '20261123_200340_22ebb627'
const SECRET = 'sk-ant-0123456789abcdef0123'

let home: TemporaryHome
let server: StartedServer

beforeAll(async () => {
  home = temporaryHome()
  home.result({ session_id: SESSION })
  writeLog(home.path, 'x.log', `${logLines(1000).join('\n')}\n`)
  writeLog(home.path, 'x.log.1.gz', gzipSync(`${logLines(1000).join('\n')}\n`))
  writeLog(home.path, 'b"a\n;\u202e.log', 'odd\n')
  symlinkSync('/etc/passwd', join(home.path, 'logs/passwd.log'))
  mkdirSync(join(home.path, 'logs/directory.log'))
  spawnSync('mkfifo', [join(home.path, 'logs/pipe.log')])
  server = await startServer(['--home', home.path, '--port', '0'])
})
afterAll(async () => {
  await server.end('SIGKILL')
  home.remove()
})

const ask = (path: string, query: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/api/logs${path}?${new URLSearchParams(query)}`)

describe('the logs of a home', () => {
  it('are listed with what is known of them, and what is none is named and not read', async () => {
    const list: LogList = await (await ask('')).json()
    expect(list.files.map(({ name, packed, form }) => [name, packed, form]).sort()).toEqual([
      ['b"a\n;\u202e.log', false, 'other'],
      ['x.log', false, 'bracketed'],
      ['x.log.1.gz', true, null],
    ])
    expect(list.leftOut.map(({ name }) => name).sort()).toEqual(['directory.log', 'passwd.log', 'pipe.log'])
  })

  it.each([
    ['..', 403],
    ['.', 403],
    ['../monitor/journal.db', 403],
    ['/etc/passwd', 403],
    ['x.log\0', 403],
    ['passwd.log', 403],
    ['directory.log', 404],
    ['pipe.log', 404],
    ['nothing.log', 404],
    ['x'.repeat(900), 404],
  ])('are not left by the name %j', async (name, status) => {
    const answers = await Promise.all([
      ask('/lines', { name }),
      ask('/line', { name, offset: '0' }),
      ask('/time', { name, at: '0' }),
      ask('/search', { name }),
      ask('/events', { name }),
      ask('/download', { name }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBe(status)
      const text = await answer.text()
      expect(text).toContain('"error"')
      expect(text).not.toContain('root:x:0')
    }
  })

  it.each(['x.log', 'x.log.1.gz'])('are read in pages, with the sessions there are: %s', async (name) => {
    const page: LogPage = await (await ask('/lines', { name, limit: '12' })).json()
    expect(page.lines).toHaveLength(12)
    expect(page.lines.at(-1)?.text).toBe('  File "x.py", line 999')
    expect(page.sessions).toEqual([SESSION])
    const before = await ask('/lines', {
      name,
      from: 'before',
      offset: String(page.lines[0]?.offset),
      limit: '1',
    })
    const older: LogPage = await before.json()
    expect(older.lines[0]?.nextOffset).toBe(page.lines[0]?.offset)
  })

  it.each([
    ['/lines', { name: 'x.log', from: 'before' }, 'offset: expected one'],
    ['/lines', { name: 'x.log', limit: '100000' }, 'limit'],
    ['/search', { name: 'x.log', pattern: '(?=x)' }, 'not one of RE2'],
    ['/search', { name: 'x.log', level: 'loud' }, 'level'],
    ['/events', { name: 'x.log', pattern: '(' }, 'missing closing )'],
    ['/events', { name: 'x.log.1.gz', pattern: '(' }, 'missing closing )'],
  ] as const)('say what was expected of %s with %j', async (path, query, message) => {
    const answer = await ask(path, query)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(message)
  })

  it('are searched from the end, and a search that nobody waits for ends', async () => {
    const answer = await ask('/search', { name: 'x.log', text: 'LINE 99', limit: '5' })
    const events = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ kind }) => kind)).toEqual(
      ['begun', 'lines', 'progress', 'done'].filter((kind) => events.some((event) => event.kind === kind)),
    )
    expect(events.at(-1)).toMatchObject({ kind: 'done', reason: 'enough' })
    const leaving = new AbortController()
    const left = fetch(`${server.url}/api/logs/search?name=x.log&text=nowhere`, { signal: leaving.signal })
    leaving.abort()
    await expect(left).rejects.toThrow('aborted')
    expect((await ask('')).status).toBe(200)
  })

  it('are searched by what programs call a level', async () => {
    writeLog(home.path, 'level.log', '[2026-11-23 21:10:57] [FATAL] a\n[2026-11-23 21:10:57] [INFO] b\n')
    const answer = await ask('/search', { name: 'level.log', level: 'fatal,WARN' })
    expect(await answer.text()).toMatch(/"text":"[^"]*\[FATAL\] a".*"reason":"all"/s)
  })

  it('are handed out as they are, under their name', async () => {
    const plain = await ask('/download', { name: 'x.log' })
    expect(await plain.text()).toBe(readFileSync(join(home.path, 'logs/x.log'), 'utf8'))
    const packed = await ask('/download', { name: 'x.log.1.gz' })
    expect(packed.headers.get('content-type')).toBe('application/gzip')
    expect(
      Buffer.from(await packed.arrayBuffer()).equals(readFileSync(join(home.path, 'logs/x.log.1.gz'))),
    ).toBe(true)
    const odd = await ask('/download', { name: 'b"a\n;\u202e.log' })
    expect(odd.headers.get('content-disposition')).toBe(
      'attachment; filename="b_a___.log"; filename*=UTF-8\'\'b%22a%0A%3B%E2%80%AE.log',
    )
  })

  it('keep their secrets where that is wanted, in lines, searches and files', async () => {
    using other = temporaryHome()
    writeLog(other.path, 'secret.log', `key ${SECRET}\n`)
    writeLog(other.path, 'secret.gz', gzipSync(`key ${SECRET}\n`))
    await using masking = await startServer(['--home', other.path, '--port', '0', '--mask-secrets'])
    const read = async (path: string): Promise<string> =>
      (await fetch(`${masking.url}/api/logs/${path}`)).text()
    for (const path of [
      'lines?name=secret.log',
      'line?name=secret.log&offset=0',
      'search?name=secret.log&text=key',
      'download?name=secret.log',
    ]) {
      const text = await read(path)
      expect(text).toContain('sk-a••')
      expect(text).not.toContain(SECRET)
    }
    const file = await (await fetch(`${masking.url}/api/logs/download?name=secret.gz`)).arrayBuffer()
    expect(gunzipSync(Buffer.from(file)).toString()).toBe('key sk-a••••••\n')
  })
})

/** Reads a stream of events until one is as wanted. */
async function readUntil(
  response: Response,
  isThere: (event: LogTailEvent) => boolean,
): Promise<LogTailEvent[]> {
  const events: LogTailEvent[] = []
  let rest = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (rest + chunk).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1]
      if (data === undefined || part.startsWith('event: ping')) continue
      const event: LogTailEvent = JSON.parse(data)
      events.push(event)
      if (isThere(event)) return events
    }
  }
  throw new Error(`The stream ended after ${JSON.stringify(events)}`)
}

describe('the stream of a log', () => {
  it('tells what is added, and that the file was emptied and renamed', async () => {
    const path = writeLog(home.path, 'tail.log', 'one\n')
    const holds = (text: string) => (event: LogTailEvent) =>
      event.kind === 'lines' && event.lines.some((line) => line.text === text)
    const added = await ask('/events', { name: 'tail.log', offset: '4' })
    appendFileSync(path, 'two\n')
    expect((await readUntil(added, holds('two'))).map(({ kind }) => kind)).toEqual(['lines'])
    const emptied = await ask('/events', { name: 'tail.log', offset: '8' })
    truncateSync(path)
    await readUntil(emptied, ({ kind }) => kind === 'truncated')
    appendFileSync(path, 'three\n')
    const renamed = await ask('/events', { name: 'tail.log', offset: '0' })
    renameSync(path, `${path}.1`)
    const told = await readUntil(renamed, ({ kind }) => kind === 'gone' || kind === 'failed')
    expect(told.length).toBeGreaterThan(0)
  })

  it('ends within five seconds of its token’s revocation', async () => {
    const { viewer } = tokensOfVisitors(home.path)
    const url = `${server.url}/api/logs/events?name=x.log`
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${viewer}`, via: '1.1 elsewhere' },
    })
    expect(response.status).toBe(200)
    const listed = JSON.parse(runTrinitas(['token', 'list', '--json', '--home', home.path]).out)
    const { id } = listed.tokens.find(
      ({ role, state }: { role: string; state: string }) => role === 'viewer' && state === 'valid',
    )
    const startedMs = performance.now()
    runTrinitas(['token', 'revoke', id, '--home', home.path])
    await expect(readUntil(response, () => false)).rejects.toThrow(/ended|terminated/)
    expect(performance.now() - startedMs).toBeLessThan(5000)
  })
})
