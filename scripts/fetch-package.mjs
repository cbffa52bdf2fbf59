// Something of a Debian package for the tests, where it is not installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, say } from './prepare.mjs'

/** Beside what else was installed, so that it is fetched once. */
export const fetchedInto = (name) => join(root, 'node_modules', `.trinitas-${name}`)

/** The package is unpacked, not installed: that needs no root, and no service of it ever starts. Nothing where there is no Debian. */
export function fetchPackage(name, directory) {
  if (!existsSync('/usr/bin/apt-get')) return
  say(`fetching what the tests need: apt-get download ${name}`)
  const beside = mkdtempSync(`${directory}-`)
  try {
    if (!download(name, beside) && process.getuid?.() === 0) {
      spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
      download(name, beside)
    }
    const archive = readdirSync(beside).find((file) => file.endsWith('.deb'))
    if (archive === undefined) return
    const unpacked = join(beside, 'unpacked')
    mkdirSync(unpacked)
    spawnSync('dpkg', ['-x', join(beside, archive), unpacked], { stdio: 'inherit' })
    giveName(unpacked, directory)
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

/** Another test may have fetched it meanwhile, and what has the name is whole. */
function giveName(unpacked, directory) {
  try {
    renameSync(unpacked, directory)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
  }
}

function download(name, beside) {
  // Root would hand the download to a user who may not write here.
  const { status } = spawnSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', '-qq', name], {
    cwd: beside,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return status === 0
}
