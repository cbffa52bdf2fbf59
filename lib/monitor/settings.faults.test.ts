import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfigFile } from '#lib/settings/parse-config-file.ts'
import { root } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { BUNDLE_OPTIONS } from '../../scripts/bundle-options.ts'

/** In one file it starts many times as fast. */
let program: string

beforeAll(async () => {
  const outdir = mkdtempSync(join(tmpdir(), 'trinitas-settings-'))
  program = join(outdir, 'change-settings-once.js')
  const entryPoints = { 'change-settings-once': `${root}lib/testing/change-settings-once.ts` }
  await build({ ...BUNDLE_OPTIONS, entryPoints, outdir })
})
afterAll(() => rmSync(join(program, '..'), { recursive: true }))

const BEFORE = '{\n  // mine\n  "runLimit": 7, // seven\n  "settleMs": "1s"\n}\n'
const AFTER = BEFORE.replace('"1s"', '"2s"')
const TO_AFTER = '{"path":["settleMs"],"value":"2s"}'

function homeWith(text: string | null): TemporaryHome & { file: string } {
  const home = temporaryHome()
  mkdirSync(join(home.path, 'monitor'), { mode: 0o700 })
  const file = join(home.path, 'monitor/config.jsonc')
  if (text !== null) writeFileSync(file, text, { mode: 0o600 })
  return { ...home, file }
}

type Ended = { code: number | null; signal: string | null; out: string; err: string }

/** Changes settings in a process of its own, of which one call fails or is the last. */
function change(
  home: TemporaryHome,
  changes: readonly string[],
  fault: object | null = null,
): Promise<Ended> {
  const shim = fault === null ? [] : ['--import', `${root}lib/testing/fault-shim.mjs`]
  const args = [...shim, program, home.path, ...changes]
  const env = { NODE_ENV: 'test' as const, TRINITAS_FAULT: JSON.stringify(fault ?? {}) }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env, cwd: '/' }, (error, out, err) =>
      resolve({ code: child.exitCode, signal: error?.signal ?? null, out, err }),
    )
  })
}

const KINDS = ['openSync', 'writeFileSync', 'fchmodSync', 'fsyncSync', 'renameSync'] as const

/** By which number each call comes that puts the new file in its place. */
async function callsOfWriting(): Promise<{ at: number; call: (typeof KINDS)[number] }[]> {
  using home = homeWith(BEFORE)
  const trace = join(home.path, 'trace')
  await change(home, [TO_AFTER], { trace })
  const calls = readFileSync(trace, 'utf8').split('\n')
  const renamed = calls.lastIndexOf('renameSync')
  return KINDS.map((call) => ({ at: calls.lastIndexOf(call, renamed) + 1, call }))
}

const readText = ({ file }: { file: string }): string => readFileSync(file, 'utf8')

async function killAt(fault: { at: number; how: string }, what: string): Promise<string> {
  using home = homeWith(BEFORE)
  const { signal } = await change(home, [TO_AFTER], fault)
  expect(signal, what).toBe('SIGKILL')
  const left = readText(home)
  // Whoever comes next finds no lock, and clears up.
  expect(await change(home, [TO_AFTER.replace('2s', '3s')])).toMatchObject({ code: 0, err: '' })
  expect(readText(home)).toBe(BEFORE.replace('"1s"', '"3s"'))
  expect(readdirSync(join(home.path, 'monitor')).filter((name) => name.endsWith('.new'))).toEqual([])
  return left
}

describe('a config file while it is written', () => {
  it('is the old one until the new one is whole, whichever call is the last', {
    timeout: 240_000,
  }, async () => {
    for (const { at, call } of await callsOfWriting())
      expect(await killAt({ at, how: 'kill-before' }, call), call).toBe(BEFORE)
    const renamed = (await callsOfWriting()).find(({ call }) => call === 'renameSync')
    expect(await killAt({ at: renamed?.at ?? 0, how: 'kill-after' }, 'renamed')).toBe(AFTER)
  })

  it('is the old one where a call fails, which is said', { timeout: 240_000 }, async () => {
    for (const { at, call } of await callsOfWriting())
      for (const how of call === 'writeFileSync' ? ['ENOSPC', 'EIO'] : ['EIO']) {
        using home = homeWith(BEFORE)
        const { err } = await change(home, [TO_AFTER], { at, how })
        expect(err, `${how} ${call}`).toContain(`cannot be written: ${how}. The settings are as they were.`)
        expect(readText(home), `${how} ${call}`).toBe(BEFORE)
      }
  })

  it('loses no change of writers at the same time', { timeout: 120_000 }, async () => {
    using home = homeWith(BEFORE)
    const kinds = ['completed', 'integrated', 'failed', 'logs', 'reports', 'trash']
    const each = kinds.map((kind, nth) =>
      ['1d', '2d', `${nth + 3}d`].map((value) => JSON.stringify({ path: ['retention', kind], value })),
    )
    const ended = await Promise.all(each.map((changes) => change(home, changes)))
    for (const { code, err } of ended) expect([code, err]).toEqual([0, ''])
    const faults: string[] = []
    const retention = parseConfigFile(readText(home), home.file, faults).get('retention')
    expect(faults).toEqual([])
    expect(retention).toEqual(Object.fromEntries(kinds.map((kind, nth) => [kind, `${nth + 3}d`])))
    expect(readText(home)).toContain('// mine\n  "runLimit": 7, // seven')
  })
})

/** Only root may, and not in every container. */
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

if (canMount)
  it('leaves a config file on a full disk as it is', { timeout: 60_000 }, async () => {
    using home = homeWith(null)
    const place = join(home.path, 'elsewhere')
    mkdirSync(place)
    const link = `ln -s '${place}/config.jsonc' '${home.file}'`
    const fill = `printf '%s' "$BEFORE" > '${place}/config.jsonc' && chmod 600 '${place}/config.jsonc' && { cat /dev/zero > '${place}/full' 2> /dev/null || true; }`
    const run = `'${process.execPath}' '${program}' '${home.path}' '${TO_AFTER}'`
    const script = `mount -t tmpfs -o size=16k,mode=700 tmpfs '${place}' && ${fill} && ${link} && { ${run}; cat '${place}/config.jsonc'; ls '${place}' >&2; }`
    const { stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', script], {
      encoding: 'utf8',
      env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', BEFORE },
    })
    expect(stderr).toContain('cannot be written: ENOSPC. The settings are as they were.')
    expect(stdout).toBe(BEFORE)
    expect(stderr).not.toContain('.new')
  })
