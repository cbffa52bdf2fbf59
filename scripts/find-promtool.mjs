// Prometheus's own checker of what it scrapes, for the tests: one that is there, or one that is fetched.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root, say } from './prepare.mjs'

/** Beside what else was installed, so that it is fetched once. */
const DIRECTORY = join(root, 'node_modules', '.trinitas-promtool')
const FETCHED = join(DIRECTORY, 'usr', 'bin', 'promtool')

/** The path of a promtool that starts. Throws with what to do where none can be had. */
export function findPromtool() {
  const named = process.env.PROMTOOL_PATH
  if (named) {
    if (starts(named)) return named
    throw new Error(`PROMTOOL_PATH is ${named}, which does not start as promtool.`)
  }
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const found = [...directories.map((directory) => join(directory, 'promtool')), FETCHED].find(starts)
  if (found) return found
  if (existsSync('/usr/bin/apt-get')) fetchPackage()
  if (starts(FETCHED)) return FETCHED
  throw new Error(
    'The tests of /metrics need promtool, and it could not be fetched. Install it (on Debian: apt-get install prometheus), or name one in PROMTOOL_PATH.',
  )
}

/** The package is unpacked, not installed: that needs no root, and no service of it ever starts. */
function fetchPackage() {
  say('no promtool is there: apt-get download prometheus')
  const beside = mkdtempSync(join(root, 'node_modules', '.trinitas-promtool-'))
  try {
    if (!download(beside) && process.getuid?.() === 0) {
      spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
      download(beside)
    }
    const archive = readdirSync(beside).find((name) => name.endsWith('.deb'))
    if (archive === undefined) return
    const unpacked = join(beside, 'unpacked')
    mkdirSync(unpacked)
    spawnSync('dpkg', ['-x', join(beside, archive), unpacked], { stdio: 'inherit' })
    giveName(unpacked)
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

/** Another test may have fetched it meanwhile, and what has the name is whole. */
function giveName(unpacked) {
  try {
    renameSync(unpacked, DIRECTORY)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
  }
}

function download(directory) {
  // Root would hand the download to a user who may not write here.
  const { status } = spawnSync(
    'apt-get',
    ['-o', 'APT::Sandbox::User=root', 'download', '-qq', 'prometheus'],
    {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  return status === 0
}

function starts(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}
