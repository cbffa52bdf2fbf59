import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { containedPath } from './contained-path.ts'
import { takeExclusiveLock } from './exclusive-lock.ts'
import { readTextFile } from './read-file.ts'
import { watchDirectories } from './watch-directories.ts'
import { writeAtomically } from './write-atomically.ts'

describe('a contained path', () => {
  it('leads below the root', () => {
    using home = temporaryHome()
    expect(containedPath(home.results, 'temp/a.json')).toBe(home.at('temp/a.json'))
  })

  it.each(['../x', 'temp/../../x', '/etc/passwd', '', 'temp//x', 'temp/.', 'a\0b', '..'])(
    'is refused for %j',
    (path) => {
      using home = temporaryHome()
      expect(() => containedPath(home.results, path)).toThrow(
        expect.objectContaining({ code: 'path_outside' }),
      )
    },
  )

  it('may hold what a name may hold', () => {
    using home = temporaryHome()
    for (const name of ['C:\\run.json', '-rf', '$(reboot)', 'a b', '…', 'x'.repeat(255)])
      expect(containedPath(home.results, `temp/${name}`)).toBe(home.at(`temp/${name}`))
  })

  it('is refused behind a symlink at any level', () => {
    using home = temporaryHome()
    symlinkSync('/etc', home.at('completed/link'))
    expect(() => containedPath(home.results, 'completed/link/passwd')).toThrow('symbolic link')
    expect(() => containedPath(home.results, 'completed/link')).toThrow('symbolic link')
  })
})

describe('reading a file', () => {
  it('is exact for text of every length around the size of the buffer', () => {
    using home = temporaryHome()
    for (const length of [0, 1, 262_143, 262_144, 262_145, 600_000]) {
      const text = 'é'.repeat(length)
      expect(readTextFile(home.write('temp/a.json', text))).toMatchObject({ kind: 'whole', text })
    }
  })

  it('names the first invalid byte, past a replacement character that stands in the file', () => {
    using home = temporaryHome()
    const path = home.write('temp/a.json', Buffer.concat([Buffer.from('é\uFFFD'), Buffer.from([0xc3])]))
    expect(readTextFile(path)).toMatchObject({
      kind: 'refused',
      code: 'invalid_utf8',
      detail: 'Invalid UTF-8 near byte 5.',
    })
  })

  it('says that a file is gone', () => {
    using home = temporaryHome()
    expect(readTextFile(home.at('temp/never.json'))).toEqual({ kind: 'gone' })
  })
})

describe('writing a file', () => {
  it.each(['000', '022', '077'])('makes it 600 and its directory 700 under umask %s', (umask) => {
    using home = temporaryHome()
    const script = `process.umask(0o${umask}); const { writeAtomically } = await import('#lib/store/write-atomically.ts'); writeAtomically(process.argv[1], 'text')`
    const { stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', script, `${home.path}/monitor/a.json`],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    expect(statSync(`${home.path}/monitor/a.json`).mode & 0o777).toBe(0o600)
    expect(statSync(`${home.path}/monitor`).mode & 0o777).toBe(0o700)
  })

  it('replaces what was there as a whole', () => {
    using home = temporaryHome()
    writeAtomically(`${home.path}/a`, 'a longer text')
    writeAtomically(`${home.path}/a`, 'short')
    expect(readTextFile(`${home.path}/a`)).toMatchObject({ text: 'short' })
  })
})

describe('an exclusive lock', () => {
  it('is refused while another process holds it, and free once that was killed', async () => {
    using home = temporaryHome()
    const path = join(home.path, 'a.lock')
    const script = `const { takeExclusiveLock } = await import('#lib/store/exclusive-lock.ts'); takeExclusiveLock(process.argv[1], 0); console.log('held'); setInterval(() => undefined, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script, path])
    await once(holder.stdout, 'data')
    expect(takeExclusiveLock(path, 0)).toBeNull()
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const lock = takeExclusiveLock(path, 0)
    expect(lock).not.toBeNull()
    expect(takeExclusiveLock(path, 0)).toBeNull()
    lock?.release()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('comes to whoever waits for it', async () => {
    using home = temporaryHome()
    const path = join(home.path, 'a.lock')
    const lock = takeExclusiveLock(path, 0)
    const script = `const { takeExclusiveLock } = await import('#lib/store/exclusive-lock.ts'); console.log('begins'); console.log(takeExclusiveLock(process.argv[1], 20_000) !== null)`
    const waiter = spawn(process.execPath, ['--input-type=module', '-e', script, path])
    const lines = createInterface({ input: waiter.stdout })[Symbol.asyncIterator]()
    expect((await lines.next()).value).toBe('begins')
    lock?.release()
    expect((await lines.next()).value).toBe('true')
    await once(waiter, 'exit')
  })
})

describe('watching directories', () => {
  it('tells the name of what changed, and follows a directory that is replaced once it is added anew', async () => {
    using home = temporaryHome()
    const events = eventQueue()
    const watch = watchDirectories({ onEvent: events.push, onLost: events.push })
    watch.add(home.at('temp'))
    writeFileSync(home.at('temp/a.json'), '1')
    expect(await events.next()).toBe(`${home.at('temp')} a.json`)
    watch.keepOnly([home.at('completed')])
    expect([watch.has(home.at('temp')), watch.has(home.at('completed'))]).toEqual([false, true])
    watch.close()
  })

  it('passes over a directory that is not there', () => {
    using home = temporaryHome()
    const lost: string[] = []
    const watch = watchDirectories({ onEvent: () => undefined, onLost: (reason) => lost.push(reason) })
    watch.add(home.at('never'))
    expect([watch.has(home.at('never')), lost]).toEqual([false, []])
    mkdirSync(home.at('never'))
    watch.add(home.at('never'))
    expect(watch.has(home.at('never'))).toBe(true)
    watch.close()
    unlinkSync(home.write('temp/x', ''))
  })
})

function eventQueue() {
  const { promise, resolve } = Promise.withResolvers<string>()
  return { push: (...event: (string | null)[]) => resolve(event.join(' ')), next: () => promise }
}
