import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test as base, type ConsoleMessage, type Page } from '@playwright/test'
import { root } from '#lib/testing/run-command.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

export type App = {
  url: string
  /** Ends the server as a crash would. */
  kill(): Promise<void>
}

type Fixtures = {
  home: TemporaryHome
  /** Starts the real server on the home; what was started is stopped with the test. */
  startApp: (flags?: readonly string[]) => Promise<App>
  /** Messages of the browser's console that this test expects; any other error fails it. */
  expectedErrors: RegExp[]
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  home: async ({}, use) => {
    const home = temporaryHome()
    await use(home)
    home.remove()
  },
  startApp: async ({ home }, use) => {
    const children: ChildProcess[] = []
    await use(async (flags = ['--port', '0']) => {
      const child = spawn(process.execPath, [`${root}server.ts`, '--home', home.path, ...flags], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_ENV: 'production' },
      })
      children.push(child)
      return { url: await addressOf(child), kill: () => end(child) }
    })
    await Promise.all(children.map(end))
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  expectedErrors: async ({}, use) => use([]),
  // The server outlives the page, which would complain of its end.
  page: async ({ page, expectedErrors, startApp: _ }, use) => {
    const faults = listen(page)
    await use(page)
    const unexpected = faults.filter((fault) => !expectedErrors.some((expected) => expected.test(fault)))
    if (unexpected.length > 0) throw new Error(`The browser's console has errors:\n${unexpected.join('\n')}`)
  },
})

export { expect } from '@playwright/test'

function listen(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning')
      faults.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  return faults
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no standard output.')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    const address = /^Trinitas Monitor: (http:\S+)$/.exec(line)?.[1]
    if (address) {
      child.stdout.resume()
      return address
    }
  }
  throw new Error(`The server ended:\n${lines.join('\n')}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Paths of our API that the page asks for from now on; streams aside. */
export function recordFetches(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if ((pathname.startsWith('/api/') && pathname !== '/api/events') || request.headers().rsc)
      asked.push(pathname)
  })
  return asked
}
