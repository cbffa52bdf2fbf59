import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workerUrl } from '#lib/store/worker-url.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { writePast } from './past.ts'
import { writeSampleHooks } from './sample-hooks.ts'

export type Demo = {
  home: string
  /** Ends the agents and removes the home. */
  stop(): Promise<void>
}

/** Makes a sample home in a temporary directory, with a past, and lets a process of its own simulate agents in it. */
export async function startDemo(): Promise<Demo> {
  // Settings lie beside a home, so the sample has a directory around it.
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'trinitas-sample-')))
  const home = temporaryHome(`${basename(place)}/trinitas-`)
  const remove = (): void => rmSync(place, { recursive: true, force: true })
  writePast(home, Date.now())
  writeSampleHooks(home.path)
  const agents = fork(fileURLToPath(workerUrl(import.meta.url, 'simulate')), [home.path], {
    stdio: 'inherit',
  })
  // Whatever ends this process must not leave files behind; what was meant to stay is not here.
  process.once('exit', remove)
  return {
    home: home.path,
    async stop() {
      if (agents.exitCode === null && agents.signalCode === null) {
        agents.kill('SIGTERM')
        await once(agents, 'exit')
      }
      remove()
    },
  }
}
