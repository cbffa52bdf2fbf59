import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { workerUrl } from '#lib/store/worker-url.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { writePast } from './past.ts'

export type Demo = {
  home: string
  /** Ends the agents and removes the home. */
  stop(): Promise<void>
}

/** Makes a sample home in a temporary directory, with a past, and lets a process of its own simulate agents in it. */
export async function startDemo(): Promise<Demo> {
  const home = temporaryHome('trinitas-sample-')
  writePast(home, Date.now())
  const agents = fork(fileURLToPath(workerUrl(import.meta.url, 'simulate')), [home.path], {
    stdio: 'inherit',
  })
  // Whatever ends this process must not leave files behind; what was meant to stay is not here.
  process.once('exit', home.remove)
  return {
    home: home.path,
    async stop() {
      if (agents.exitCode === null && agents.signalCode === null) {
        agents.kill('SIGTERM')
        await once(agents, 'exit')
      }
      home.remove()
    },
  }
}
