import { test as base, type ConsoleMessage, type Page } from '@playwright/test'
import { type StartedServer, startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'

type Fixtures = {
  home: TemporaryHome
  /** Starts the real server on the home; what was started is stopped with the test. */
  startApp: (flags?: readonly string[], env?: Record<string, string>) => Promise<StartedServer>
  /** Messages of the browser's console that this test expects; any other error fails it. */
  expectedErrors: RegExp[]
}

export const test = base.extend<Fixtures>({
  home: async ({}, use) => {
    const home = temporaryHome()
    await use(home)
    home.remove()
  },
  startApp: async ({ home }, use) => {
    const servers: StartedServer[] = []
    await use(async (flags = ['--port', '0'], env = {}) => {
      const server = await startServer(['--home', home.path, ...flags], { env })
      servers.push(server)
      return server
    })
    await Promise.all(servers.map((server) => server.end('SIGKILL')))
  },
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

/**
 * Paths of our API that the page asks for from now on, and pages that it reads anew. Neither the stream counts nor the
 * frame of a page that a link prepares for: it comes at the browser's leisure and holds no list.
 */
export function recordFetches(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    const headers = request.headers()
    const readsPage = headers.rsc !== undefined && headers['next-router-prefetch'] === undefined
    if (readsPage || (pathname.startsWith('/api/') && pathname !== '/api/events')) asked.push(pathname)
  })
  return asked
}
