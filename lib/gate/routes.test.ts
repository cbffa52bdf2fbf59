import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'
import { routeFaults } from './route-faults.ts'
import { APP_ROUTES } from './routes.ts'

const built = (path: string): unknown => JSON.parse(readFileSync(`${root}.next/${path}`, 'utf8'))

describe('the table of routes', () => {
  it('has a row for every route that was built, and no other', () => {
    const routes = built('app-path-routes-manifest.json')
    expect(Object.keys(routes as object).length).toBeGreaterThan(10)
    expect(routeFaults({ routes, actions: built('server/server-reference-manifest.json') })).toEqual([])
  })

  it('fails the build for a route without a row, a row without a route, and a server action', () => {
    const { '/': _, ...table } = APP_ROUTES
    const routes = built('app-path-routes-manifest.json')
    const none = { node: {}, edge: {} }
    expect(routeFaults({ routes, actions: none }, table)).toEqual([
      'The route / has no row in lib/gate/routes.ts: who may ask for it is not decided.',
    ])
    expect(routeFaults({ routes, actions: none }, { ...APP_ROUTES, '/gone': {} })).toEqual([
      'lib/gate/routes.ts has a row for /gone, which is no route any more.',
    ])
    expect(routeFaults({ routes, actions: { node: { id: {} }, edge: {} } })).toEqual([
      'There are server actions, which go around the table of routes.',
    ])
  })

  it('lets nobody but owners and viewers read anything but scripts, styles, the icon and shares, and owners alone change it', () => {
    const forShares = ['/icon.svg', '/share/[id]', '/api/share/[id]/metrics', '/api/share/[id]/events']
    const rules = Object.entries(APP_ROUTES).filter(([route]) => !forShares.includes(route))
    expect(rules).toHaveLength(Object.keys(APP_ROUTES).length - forShares.length)
    for (const [route, { GET: readers, ...changes }] of rules) {
      if (readers !== undefined) expect(readers, route).toEqual(['owner', 'viewer'])
      for (const owners of Object.values(changes)) expect(owners, route).toEqual(['owner'])
    }
  })
})
