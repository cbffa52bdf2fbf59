// What lets a program see another time, for the tests: one that is there, or one that is fetched.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fetchedInto, fetchPackage } from './fetch-package.mjs'

const DIRECTORY = fetchedInto('faketime')

/** The environment in which a program's clock is off by so many days. Throws with what to do where none can be had. */
export function environmentOff(days) {
  const library = findLibrary()
  return {
    LD_PRELOAD: library,
    FAKETIME: `${days < 0 ? '' : '+'}${days}d`,
    // The times of files are what the file system says, and a wait is as long as it is.
    NO_FAKE_STAT: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
}

function findLibrary() {
  const named = process.env.FAKETIME_PATH
  const found = [named, ...librariesBelow('/'), ...librariesBelow(DIRECTORY)].find(works)
  if (found) return found
  fetchPackage('libfaketime', DIRECTORY)
  const fetched = librariesBelow(DIRECTORY).find(works)
  if (fetched) return fetched
  throw new Error(
    'The tests of clocks need libfaketime, and it could not be fetched. Install it (on Debian: apt-get install faketime), or name libfaketime.so.1 in FAKETIME_PATH.',
  )
}

function librariesBelow(directory) {
  const libraries = join(directory, 'usr', 'lib')
  if (!existsSync(libraries)) return []
  return ['', ...readdirSync(libraries)].map((name) => join(libraries, name, 'faketime', 'libfaketime.so.1'))
}

function works(path) {
  if (!path || !existsSync(path)) return false
  const { stdout } = spawnSync(process.execPath, ['-p', 'Date.now()'], {
    encoding: 'utf8',
    env: { LD_PRELOAD: path, FAKETIME: '+1d', DONT_FAKE_MONOTONIC: '1' },
  })
  return Number(stdout) > Date.now() + 3_600_000
}
