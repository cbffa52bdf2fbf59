// Prometheus's own checker of what it scrapes, for the tests: one that is there, or one that is fetched.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fetchedInto, fetchPackage } from './fetch-package.mjs'

const DIRECTORY = fetchedInto('promtool')
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
  fetchPackage('prometheus', DIRECTORY)
  if (starts(FETCHED)) return FETCHED
  throw new Error(
    'The tests of /metrics need promtool, and it could not be fetched. Install it (on Debian: apt-get install prometheus), or name one in PROMTOOL_PATH.',
  )
}

function starts(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}
