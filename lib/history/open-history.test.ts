import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createMonitor } from '#lib/monitor.ts'
import { writeManySessions } from '#lib/testing/many-sessions.ts'
import { configOf, readHome } from '#lib/testing/read-home.ts'
import { root } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { createHistory } from './history.ts'

const databaseOf = (home: TemporaryHome): string => join(home.path, 'monitor', 'history.db')

function prepared(): TemporaryHome {
  const home = temporaryHome()
  home.result({ session_id: 'one' }, { directory: 'completed/one' })
  home.result({ session_id: 'two' })
  return home
}

const filesAside = (home: TemporaryHome): string[] =>
  readdirSync(join(home.path, 'monitor')).filter(
    (name) => name.includes('set-aside') && !/-(?:wal|shm)$/.test(name),
  )

describe('the history database', () => {
  it('is made with modes 600 and 700', async () => {
    using home = prepared()
    await readHome(home.path)
    expect(statSync(databaseOf(home)).mode & 0o777).toBe(0o600)
    expect(statSync(join(home.path, 'monitor')).mode & 0o777).toBe(0o700)
  })

  it.each([
    ['is no database', (path: string) => writeFileSync(path, 'this is not SQLite at all')],
    ['was overwritten in the middle', (path: string) => damage(path)],
    ['is of an older version', (path: string) => setVersion(path, 0)],
  ])('that %s is set aside as a file and rebuilt', async (_what, breakIt) => {
    using home = prepared()
    await readHome(home.path)
    breakIt(databaseOf(home))
    const broken = readFileSync(databaseOf(home))
    const onlooker = createMonitor(configOf(home.path), { keeping: 'never' })
    expect(await onlooker.everySession({ finished: true })).toHaveLength(2)
    await onlooker.close()
    expect(readFileSync(databaseOf(home))).toEqual(broken)
    const { sessions } = await readHome(home.path)
    expect([...sessions.keys()].sort()).toEqual(['one', 'two'])
    const [aside] = filesAside(home)
    expect(readFileSync(join(home.path, 'monitor', aside ?? ''))).toEqual(broken)
  })

  it('of a newer version is left as it is', async () => {
    using home = prepared()
    await readHome(home.path)
    setVersion(databaseOf(home), 999)
    const before = readFileSync(databaseOf(home))
    expect((await readHome(home.path)).sessions.size).toBe(2)
    expect(readFileSync(databaseOf(home))).toEqual(before)
  })

  it('lives in memory where it cannot be written', async () => {
    using home = prepared()
    writeFileSync(join(home.path, 'monitor'), 'a file where the directory belongs')
    expect((await readHome(home.path)).sessions.size).toBe(2)
    expect(readFileSync(join(home.path, 'monitor'), 'utf8')).toBe('a file where the directory belongs')
  })

  it('lives in memory on a full disk, where reading goes on', () => {
    using home = prepared()
    const mountPoint = join(home.path, 'monitor')
    mkdirSync(mountPoint)
    chmodSync(mountPoint, 0o700)
    const script = [
      `mount -t tmpfs -o size=16k tmpfs '${mountPoint}'`,
      `dd if=/dev/zero of='${mountPoint}/full' bs=1k count=64 2>/dev/null`,
      `'${process.execPath}' lib/cli/main.ts status --json --all --home '${home.path}'`,
    ].join('\n')
    const { stdout } = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], {
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toMatchObject({ counts: { active: 1, completed: 1 } })
  })

  it('is written by one process at a time: the others read the same home at once, on a copy', async () => {
    using home = temporaryHome()
    writeManySessions(home.results, 1500)
    const keeper = createMonitor(configOf(home.path))
    const during = await Promise.all([1, 2, 3].map(() => statusOf(home)))
    await keeper.ready()
    const after = await statusOf(home)
    expect([...during, after].map(({ counts }) => counts)).toEqual(
      Array(4).fill({ active: 0, stale: 0, failed: 150, completed: 1350 }),
    )
    expect((await keeper.status()).historyNotice).toBeNull()
    await keeper.close()
  })

  it('is copied in one piece, and says so, while another process keeps it', async () => {
    using home = prepared()
    const keeper = createMonitor(configOf(home.path))
    await keeper.ready()
    const open = () =>
      createHistory({
        directory: join(home.path, 'monitor'),
        fileName: 'history.db',
        keeping: 'if_free',
        unwritable: null,
        now: () => new Date(),
      })
    const visitor = open()
    expect(visitor.notice).toContain('another Trinitas program is writing')
    expect(visitor.sessions.get('one')?.state).toBe('completed')
    expect(visitor.directories.all().has('completed/one')).toBe(true)
    visitor.close()
    await keeper.close()
    const next = open()
    expect(next.notice).toBeNull()
    next.close()
  })

  it('that no longer fits on the disk while it is written goes on in memory, in a command and in the server', () => {
    using home = prepared()
    writeManySessions(home.results, 300)
    const mountPoint = join(home.path, 'monitor')
    mkdirSync(mountPoint)
    chmodSync(mountPoint, 0o700)
    const script = [
      `mount -t tmpfs -o size=600k tmpfs '${mountPoint}'`,
      `'${process.execPath}' lib/cli/main.ts status --json --home '${home.path}' | tr -d '\\n'; echo`,
      `exec '${process.execPath}' lib/testing/start-watching.ts '${home.path}' once`,
    ].join('\n')
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
      { encoding: 'utf8', cwd: root },
    )
    const [command = '', server = ''] = stdout.split('\n')
    const counts = { active: 1, stale: 0, failed: 30, completed: 271 }
    expect(stderr).toBe('')
    expect(JSON.parse(command)).toMatchObject({ counts })
    expect(JSON.parse(server)).toMatchObject({ counts, notice: expect.stringContaining('full') })
  })

  it('keeps what a vanished result said', async () => {
    using home = prepared()
    const path = home.result({ session_id: 'gone', status: 'timeout' }, { directory: 'completed/gone' })
    await readHome(home.path)
    spawnSync('rm', ['-r', home.at('completed/gone')])
    const { sessions } = await readHome(home.path)
    expect(sessions.has('gone')).toBe(false)
    const db = new DatabaseSync(databaseOf(home), { readOnly: true })
    expect(db.prepare('SELECT session_id, status FROM past_results').all()).toMatchObject([
      { session_id: 'gone', status: 'timeout' },
    ])
    db.close()
    home.result({ session_id: 'gone' }, { directory: 'failed/gone', name: path.split('/').at(-1) ?? '' })
    await readHome(home.path)
    const again = new DatabaseSync(databaseOf(home), { readOnly: true })
    expect(again.prepare('SELECT count(*) AS n FROM past_results').get()).toEqual({ n: 0 })
    again.close()
  })
})

async function statusOf(home: TemporaryHome): Promise<{ counts: Record<string, number> }> {
  const { stdout } = await promisify(execFile)(
    `${root}bin/trinitas`,
    ['status', '--json', '--all', '--home', home.path],
    // It exits with 1, since sessions have failed.
    { maxBuffer: 2 ** 26 },
  ).catch((error: { stdout: string }) => error)
  return JSON.parse(stdout)
}

function damage(path: string): void {
  const bytes = readFileSync(path)
  bytes.fill(0xaa, 4096, bytes.length)
  writeFileSync(path, bytes)
}

function setVersion(path: string, version: number): void {
  const db = new DatabaseSync(path)
  db.exec(`PRAGMA user_version = ${version}; PRAGMA wal_checkpoint(TRUNCATE)`)
  db.close()
}
