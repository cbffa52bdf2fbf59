import { type Config, resolveConfig } from '#lib/config.ts'
import type { Problem } from '#lib/model/problem.ts'
import type { Session } from '#lib/model/session.ts'
import { createMonitor } from '#lib/monitor.ts'

/** The configuration of a home with nothing taken from the environment of whoever runs the tests. */
export function configOf(home: string, flags: Record<string, string> = {}): Config {
  return resolveConfig({
    flags: { home, ...flags },
    env: {},
    userHome: '/nowhere',
    workingDirectory: '/',
    readConfigFile: () => null,
  })
}

export type HomeReading = {
  /** By id. */
  sessions: Map<string, Session>
  problems: Problem[]
}

/** Everything in a home, read once. */
export async function readHome(home: string): Promise<HomeReading> {
  const monitor = createMonitor(configOf(home), { watch: false })
  try {
    const sessions = await monitor.everySession({ finished: true })
    return {
      sessions: new Map(sessions.map((session) => [session.id, session])),
      problems: await monitor.problems(),
    }
  } finally {
    await monitor.close()
  }
}
