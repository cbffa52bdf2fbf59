import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { lstatSync, readFileSync } from 'node:fs'
import { root } from './run-command.ts'

export type Swapping = {
  /** Returns once it stands still and the directory is in its place. */
  pause(): void
  resume(): void
  end(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts the process that exchanges a directory for a link and back, until `end` or the end of a scope. */
export async function startSwapping(victim: string, elsewhere: string): Promise<Swapping> {
  const child = spawn(process.execPath, [`${root}lib/testing/swap-links.ts`, victim, elsewhere])
  await once(child.stdout, 'data')
  const end = async (): Promise<void> => {
    if (child.signalCode !== null || !child.kill('SIGKILL')) return
    await once(child, 'exit')
  }
  return {
    pause() {
      for (;;) {
        child.kill('SIGSTOP')
        while (!isStopped(child));
        if (lstatSync(victim, { throwIfNoEntry: false })?.isDirectory() === true) return
        child.kill('SIGCONT')
        // Until it has gone on, or it would stand where it stood.
        while (isStopped(child));
      }
    },
    resume: () => void child.kill('SIGCONT'),
    end,
    [Symbol.asyncDispose]: end,
  }
}

function isStopped({ pid }: ChildProcess): boolean {
  const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (state === 'Z' || state === 'X') throw new Error('The process that exchanges directories has ended.')
  return state === 'T'
}
