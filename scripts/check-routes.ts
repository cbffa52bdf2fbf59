// Fails the build where a route that was built has no row in the gate's table, where a row has no route any more, and
// where there is a server action, which would be asked for by a page's own path.
import { readFileSync } from 'node:fs'
import { routeFaults } from '#lib/gate/route-faults.ts'

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../.next/${path}`, import.meta.url), 'utf8'))

const faults = routeFaults({
  routes: read('app-path-routes-manifest.json'),
  actions: read('server/server-reference-manifest.json'),
})
for (const fault of faults) console.error(`trinitas: ${fault}`)
process.exitCode = faults.length > 0 ? 1 : 0
