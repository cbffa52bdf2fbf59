import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { SETTING_FLAGS } from '#lib/settings/setting-specs.ts'
import { root, runTrinitas } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { runServer, startServer } from '#lib/testing/start-server.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { READING_FLAGS } from '../../scripts/prepare.mjs'

/** Posts the text of a token or a link, as the page to sign in does; returns the browser's cookie. */
async function signIn(url: string, token: string): Promise<{ status: number; cookie: string }> {
  const response = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  })
  return {
    status: response.status,
    cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '',
  }
}

describe('the usage of the server', () => {
  it('names every setting, by its flag and its variable', async () => {
    const { code, output } = await runServer(['--help'])
    const readme = readFileSync(`${root}README.md`, 'utf8')
    expect(code).toBe(0)
    for (const flag of [...Object.keys(SETTING_FLAGS), 'config']) expect(output).toContain(`--${flag} `)
    for (const [, variable] of readme.matchAll(/^\| `--[a-z-]+` \| `([A-Z_]+)`/gm))
      expect(output).toMatch(new RegExp(`\\b${variable}\\b`))
  })
})

describe('a server that lets nobody in without a token', () => {
  it('prints a link that signs in once, and is found by a second start', async () => {
    using home = temporaryHome()
    const args = ['--home', home.path, '--port', '0', '--require-token']
    await using server = await startServer(args)
    const [, link = ''] = /^Sign in, once and within 10 minutes: (\S+)$/m.exec(server.output()) ?? []
    const [page, secret = ''] = link.split('#')
    expect(page).toBe(`${server.url}/sign-in`)
    expect((await fetch(server.url)).status).toBe(401)
    const { status, cookie } = await signIn(server.url, secret)
    expect([status, (await signIn(server.url, secret)).status]).toEqual([200, 401])
    expect((await fetch(server.url, { headers: { cookie } })).status).toBe(200)
    expect(await runServer(args)).toEqual({
      code: 0,
      output: `Trinitas Monitor is already running for ${home.path}: ${server.url}\n`,
    })
  })

  it('says so to whoever starts one for another home at its address', async () => {
    using home = temporaryHome()
    using other = temporaryHome()
    await using server = await startServer(['--home', home.path, '--port', '0', '--require-token'])
    const { port } = new URL(server.url)
    const { code, output } = await runServer(['--home', other.path, '--port', port])
    expect([code, output]).toEqual([2, expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`)])
  })
})

describe('a server that is reached from elsewhere', () => {
  it.each(['0.0.0.0', '::', '192.0.2.1'])('is not started on %s while nobody has a token', async (host) => {
    using home = temporaryHome()
    const { code, output } = await runServer(['--home', home.path, '--host', host, '--port', '0'])
    expect(code).toBe(2)
    expect(output).toContain(`Refusing to listen on ${host} without a token`)
    expect(output).toContain('trinitas token add --role owner')
    expect(output).toContain('ssh -L')
  })

  it.each([
    ['expired', ['--expires', '1ms']],
    ['revoked', []],
  ])('is not started for a token that has %s', async (how, more) => {
    using home = temporaryHome()
    const added = runTrinitas(['token', 'add', '--json', ...more, '--home', home.path])
    if (how === 'revoked')
      runTrinitas(['token', 'revoke', JSON.parse(added.out).token.id, '--home', home.path])
    const { code } = await runServer(['--home', home.path, '--host', '0.0.0.0', '--port', '0'])
    expect(code).toBe(2)
  })

  it('is started once somebody has one, warns that nothing is encrypted, and lets in whoever shows it', async () => {
    using home = temporaryHome()
    const { text } = JSON.parse(runTrinitas(['token', 'add', '--json', '--home', home.path]).out)
    await using server = await startServer(['--home', home.path, '--host', '0.0.0.0', '--port', '0'])
    expect(server.output()).toMatch(/^Warning: 0\.0\.0\.0 is reached from other machines without encryption/m)
    const { port } = new URL(server.url)
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal)?.address
    const base = `http://${outside ?? '127.0.0.1'}:${port}`
    const headers = { authorization: `Bearer ${text}` }
    // From an address of the machine that is not loopback it is somebody else's connection, whoever's it is.
    if (outside !== undefined) expect((await fetch(base)).status).toBe(401)
    expect((await fetch(base, { headers })).status).toBe(200)
    expect((await fetch(server.url)).status).toBe(200)
    // What is printed can be opened, here and elsewhere.
    if (outside !== undefined) expect(server.output()).toContain(`From other machines: ${base}`)
    const { link } = JSON.parse(runTrinitas(['token', 'add', '--json', '--home', home.path]).out)
    expect(link).toContain(`${base}/sign-in#`)
    expect((await fetch(link)).status).toBe(200)
  })

  it('names the address where it listens to whoever asks for another', async () => {
    using home = temporaryHome()
    await using server = await startServer(['--home', home.path, '--host', '127.0.0.2', '--port', '0'])
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.2:/)
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.2')
    socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')
    expect(await text(socket)).toContain(`http://127.0.0.2:${port}`)
  })

  it('shows no sample there', async () => {
    using home = temporaryHome()
    for (const args of [
      ['--demo', '--home', home.path],
      ['--home', join(home.path, 'nowhere')],
    ]) {
      const { code, output } = await runServer([...args, '--host', '0.0.0.0', '--port', '0'])
      expect([code, output]).toEqual([2, expect.stringContaining('A sample is shown on this machine only')])
    }
  })
})

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

describe('a home in which others may write', () => {
  // Another user can only be had by whoever may become one.
  it.runIf(isRoot)('gives nobody a token who put it there', async () => {
    using home = temporaryHome()
    chmodSync(home.path, 0o777)
    const planting = spawnSync(
      'setpriv',
      [
        `--reuid=${NOBODY}`,
        `--regid=${NOBODY}`,
        '--clear-groups',
        '--',
        process.execPath,
        `${root}dist/cli.js`,
        'token',
        'add',
        '--role',
        'owner',
        '--json',
        '--home',
        home.path,
      ],
      { encoding: 'utf8', env: { NODE_ENV: 'production' } },
    )
    const { text: planted } = JSON.parse(planting.stdout)
    await using server = await startServer(['--home', home.path, '--port', '0'])
    const response = await fetch(`${server.url}/api/sessions`, {
      headers: { authorization: `Bearer ${planted}` },
    })
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('"not_own"')])
    // Without one it is the owner's as ever, and says why it remembers nothing.
    const { historyNotice } = (await (await fetch(`${server.url}/api/health`)).json()) as {
      historyNotice: string
    }
    expect(historyNotice).toContain(`monitor belongs to user ${NOBODY}`)
    const added = runTrinitas(['token', 'add', '--home', home.path])
    expect([added.code, added.err]).toEqual([2, expect.stringContaining(`belongs to user ${NOBODY}`)])
  })

  it('is not left by a link in the place of its own directory', async () => {
    using home = temporaryHome()
    using elsewhere = temporaryHome()
    symlinkSync(elsewhere.results, join(home.path, 'monitor'))
    const before = snapshotTree(elsewhere.path)
    await using server = await startServer(['--home', home.path, '--port', '0'])
    expect((await fetch(server.url)).status).toBe(200)
    const added = runTrinitas(['token', 'add', '--home', home.path])
    expect([added.code, added.err]).toEqual([2, expect.stringContaining('monitor is a symbolic link')])
    expect(snapshotTree(elsewhere.path)).toEqual(before)
  })

  it('takes its own directory back from others where it is its user’s', () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'monitor'))
    chmodSync(join(home.path, 'monitor'), 0o777)
    expect(runTrinitas(['token', 'add', '--home', home.path]).code).toBe(0)
    expect(statSync(join(home.path, 'monitor')).mode & 0o777).toBe(0o700)
    chmodSync(join(home.path, 'monitor/journal.db'), 0o666)
    const { code, err } = runTrinitas(['token', 'list', '--home', home.path])
    expect([code, err]).toEqual([2, expect.stringContaining('may be written by others (its mode is 666)')])
  })

  it('takes no settings from a file that others may have written', async () => {
    using home = temporaryHome()
    mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
    const file = join(home.path, 'monitor/config.jsonc')
    writeFileSync(file, '{ "allowedHosts": ["evil.example"] }')
    for (const spoil of [
      () => chmodSync(file, 0o666),
      ...(isRoot ? [() => chownSync(file, NOBODY, NOBODY)] : []),
    ]) {
      chmodSync(file, 0o600)
      spoil()
      const { code, output } = await runServer(['--home', home.path, '--port', '0'])
      expect([code, output]).toEqual([2, expect.stringContaining(`The config file ${file}`)])
    }
  })
})

describe('what a server writes', () => {
  it.each(['000', '022', '077'])('is its user’s alone under umask %s', async (umask) => {
    using home = temporaryHome()
    home.result({ session_id: 's' })
    const command = [process.execPath, ...READING_FLAGS, `${root}dist/server.js`]
    const args = ['--home', home.path, '--port', '0', '--require-token']
    const child = spawn('/bin/sh', ['-c', `umask ${umask} && exec "$@"`, 'sh', ...command, ...args], {
      env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      for await (const line of createInterface({ input: child.stdout }))
        if (line.startsWith('Trinitas Monitor: http')) break
      runTrinitas(['token', 'add', '--home', home.path])
      const own = join(home.path, 'monitor')
      const modes = readdirSync(own, { recursive: true, encoding: 'utf8' }).map((name) => {
        const stat = lstatSync(join(own, name))
        return [name, stat.isDirectory(), (stat.mode & 0o777).toString(8)] as const
      })
      expect(modes.map(([name]) => name)).toEqual(
        expect.arrayContaining(['history.db', 'history.db.lock', 'journal.db', 'server.json']),
      )
      expect((lstatSync(own).mode & 0o777).toString(8)).toBe('700')
      for (const [name, isDirectory, mode] of modes)
        expect([name, mode]).toEqual([name, isDirectory ? '700' : '600'])
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
})
