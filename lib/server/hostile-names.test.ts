import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessionSlug } from '#lib/format/session-slug.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

const SENTINEL = 'what-lies-outside'

/** Ids that a file may claim, and names that a file or a directory may have, as far as the file system takes them. */
const NAMES: Record<string, string> = {
  'a way up': '../../outside',
  'a long way up': '../../../../../../../../etc/passwd',
  'two dots': '..',
  'one dot': '.',
  'an encoded way up': '%2e%2e%2f%2e%2e%2foutside',
  'a twice encoded way up': '%252e%252e%252foutside',
  'an absolute path': '/etc/passwd',
  'a home': '~root',
  'a backslash': '..\\..\\outside',
  'a line': 'one\ntwo',
  'a return': 'one\rtwo',
  'an option': '-rf',
  'a long option': '--home=/',
  'a command': '$(touch outside)',
  'another command': '`touch outside`',
  'more commands': '; rm -rf * #',
  'a pattern': '*',
  quotes: `'"`,
  markup: '<script>alert(1)</script>',
  'a colour': '\u001b[31mred\u001b[0m',
  'a turned name': 'gpj\u202egnp.exe',
  'nothing visible': '\u200b\u200b',
  'look-alikes of a slash': '..\u2215..\u2044outside\uff0f',
  'another a': 'p\u0430ssword',
  'two forms of one letter': 'e\u0301',
  '255 bytes': 'x'.repeat(255),
  '255 bytes of more': 'ä'.repeat(127),
  prototype: '__proto__',
  constructor: 'constructor',
  'a column': 'a"b,c;d',
  'a database': "x'; DROP TABLE sessions; --",
}

const isFileName = (name: string): boolean =>
  !name.includes('/') && name !== '.' && name !== '..' && Buffer.byteLength(name) <= 255

let home: TemporaryHome
let outside: TemporaryHome
let server: StartedServer
let before: string[]

beforeAll(async () => {
  home = temporaryHome()
  outside = temporaryHome()
  // Where a way up, followed from any depth, would end.
  for (const place of [outside.path, join(home.path, 'outside'), home.path]) {
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'outside'.concat(place === home.path ? '.json' : '')), `"${SENTINEL}"`)
  }
  symlinkSync(outside.path, home.at('completed/link'))
  symlinkSync(join(outside.path, 'outside'), home.at('temp/link.json'))
  for (const [number, id] of Object.values(NAMES).entries()) {
    home.result(
      { session_id: id, subagent_type: id },
      { directory: 'completed', name: `by-id-${number}.json` },
    )
    if (!isFileName(id)) continue
    home.result({ session_id: id }, { directory: `completed/${id}`, name: 'in.json' })
    home.result({ session_id: id }, { directory: 'temp', name: id })
    home.write(`integrated/${id.slice(0, 100)}_integrated.json`, JSON.stringify({ session_id: id }))
  }
  before = [...snapshotTree(outside.path), ...snapshotTree(home.path, { without: ['monitor'] })]
  server = await startServer(['--home', home.path, '--port', '0'])
})
afterAll(async () => {
  await server.end('SIGKILL')
  home.remove()
  outside.remove()
})

const askText = async (path: string): Promise<[number, string]> => {
  const response = await fetch(server.url + path)
  return [response.status, await response.text()]
}

/** Nothing outside was read, and nothing anywhere was touched. */
function expectUntouched(...texts: string[]): void {
  for (const text of texts) expect(text).not.toMatch(new RegExp(`${SENTINEL}|root:x:0:0`))
  expect([...snapshotTree(outside.path), ...snapshotTree(home.path, { without: ['monitor'] })]).toEqual(
    before,
  )
}

describe('a session whose id is', () => {
  it.each(Object.entries(NAMES))('%s is shown as any other, and reaches nothing', async (_what, id) => {
    const slug = encodeURIComponent(sessionSlug(id))
    const [status, session] = await askText(`/api/sessions/${slug}`)
    expect([status, JSON.parse(session).session.id]).toEqual([200, id])
    const [pageStatus, page] = await askText(`/sessions/${slug}`)
    expect(pageStatus).toBe(200)
    const searched = await askText(`/api/sessions?text=${encodeURIComponent(id)}`)
    expect(searched[0]).toBe(200)
    const health = runTrinitas(['health', '--json', '--home', home.path, '--', id])
    expect(JSON.parse(health.out).session.id).toBe(id)
    const printed = runTrinitas(['health', '--home', home.path, '--', id])
    // What steers a terminal is written as its code.
    expect(printed.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e\u200b]/u)
    expectUntouched(session, page, searched[1], health.out, printed.out)
  })
})

describe('an answer that is asked for by', () => {
  const paths = [
    ...Object.values(NAMES),
    '../outside.json',
    '../../outside.json',
    'temp/../../outside.json',
    'completed/../../outside/outside',
    'completed/link/outside',
    'temp/link.json',
    'completed//by-id-0.json',
    './completed/by-id-0.json',
    'completed/by-id-0.json/',
    'completed/by-id-0.json\0.txt',
    '/proc/self/environ',
    'file:///etc/passwd',
  ]
  it.each(paths)('the path %j is not there', async (path) => {
    for (const id of ['..', '-rf', 'constructor']) {
      const slug = encodeURIComponent(sessionSlug(id))
      const [status, text] = await askText(`/api/sessions/${slug}/answer?path=${encodeURIComponent(path)}`)
      expect([status, text]).toEqual([404, expect.stringContaining('"error"')])
      const [pageStatus, page] = await askText(`/sessions/${slug}?answer=${encodeURIComponent(path)}`)
      expect(pageStatus).toBe(200)
      expectUntouched(text, page)
    }
  })

  it('its own path is', async () => {
    const slug = encodeURIComponent(sessionSlug('..'))
    const [status, text] = await askText(`/api/sessions/${slug}/answer?path=completed/by-id-2.json`)
    expect([status, JSON.parse(text).markdown]).toEqual([200, '# Answer of ..\n'])
  })
})
