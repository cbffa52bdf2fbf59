import * as z from 'zod'
import { APP_ROUTES, type RouteRule } from './routes.ts'

/** What the framework says that it built. */
export type BuiltRoutes = { routes: unknown; actions: unknown }

const routesSchema = z.record(z.string(), z.string())
const actionsSchema = z.object({
  node: z.record(z.string(), z.unknown()),
  edge: z.record(z.string(), z.unknown()),
})

/** Where the gate's table and what was built disagree; none in a build that may be served. */
export function routeFaults(
  built: BuiltRoutes,
  table: Readonly<Record<string, RouteRule>> = APP_ROUTES,
): string[] {
  const routes = new Set(Object.values(routesSchema.parse(built.routes)))
  const { node, edge } = actionsSchema.parse(built.actions)
  const actions = [...Object.keys(node), ...Object.keys(edge)]
  return [
    ...[...routes]
      .filter((route) => !(route in table))
      .map(
        (route) => `The route ${route} has no row in lib/gate/routes.ts: who may ask for it is not decided.`,
      ),
    ...Object.keys(table)
      .filter((route) => !routes.has(route))
      .map((route) => `lib/gate/routes.ts has a row for ${route}, which is no route any more.`),
    ...(actions.length > 0 ? ['There are server actions, which go around the table of routes.'] : []),
  ]
}
