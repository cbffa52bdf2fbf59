// A real Chromium for the end-to-end tests: one that is there, or one that is fetched.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pinnedNode, root, say } from './prepare.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_PATH = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** The path of a browser that starts. Throws with what to do where none can be had. */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (starts(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, which does not start as a browser.`)
  }
  const found = systemBrowser() ?? (await playwrightBrowser())
  if (found) return found
  say('no browser is there: playwright install chromium')
  spawnSync(
    pinnedNode(),
    [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'install', 'chromium'],
    { stdio: 'inherit', cwd: root },
  )
  const installed = await playwrightBrowser()
  if (installed) return installed
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Playwright has no browser that starts here: apt-get install chromium')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
      env,
    })
  }
  const last = systemBrowser()
  if (last) return last
  throw new Error(
    'The end-to-end tests need Chromium or Chrome, and none could be fetched. Install one (as root on Debian: apt-get install chromium), or name one in CHROMIUM_PATH.',
  )
}

function systemBrowser() {
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = [
    ...NAMES.flatMap((name) => directories.map((directory) => join(directory, name))),
    MAC_PATH,
  ]
  return candidates.find((path) => isExecutable(path) && starts(path)) ?? null
}

async function playwrightBrowser() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) && starts(path) ? path : null
}

/** A browser that is there may still lack libraries of the system. */
function starts(path) {
  return spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
