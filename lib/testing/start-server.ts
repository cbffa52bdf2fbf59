import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { READING_ENV, READING_FLAGS } from '../../scripts/prepare.mjs'
import { root } from './run-command.ts'

export type StartedServer = {
  url: string
  child: ChildProcess
  /** What it printed until it was up, and to its standard error since. */
  output(): string
  /** Sends a signal and resolves with how the process ended. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; tookMs: number }>
  /** For whom it does not matter how. */
  [Symbol.asyncDispose](): Promise<void>
}

type Options = { env?: Record<string, string>; cwd?: string }

/** Starts the real server and resolves once it says its address. Throws with what it printed where it ends before. */
export async function startServer(args: readonly string[], options: Options = {}): Promise<StartedServer> {
  const { child, output } = spawnServer(args, options)
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line)
    const url = /^Trinitas Monitor: (http:\S+)$/.exec(line)?.[1]
    if (url === undefined) continue
    child.stdout.resume()
    return {
      url,
      child,
      output: () => output.join('\n'),
      end: (signal = 'SIGTERM') => end(child, signal),
      async [Symbol.asyncDispose]() {
        await end(child, 'SIGKILL')
      },
    }
  }
  throw new Error(`The server ended before it was up:\n${output.join('\n')}`)
}

/** Runs the server until it ends by itself. */
export async function runServer(
  args: readonly string[],
  options: Options = {},
): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnServer(args, options)
  child.stdout.on('data', (chunk) => output.push(String(chunk)))
  const [code] = await once(child, 'close')
  return { code, output: output.join('') }
}

function spawnServer(args: readonly string[], { env = {}, cwd = '/' }: Options) {
  if (!existsSync(`${root}dist/server.js`))
    throw new Error('There is no production build: run npm run build first.')
  const output: string[] = []
  const child = spawn(process.execPath, [...READING_FLAGS, `${root}dist/server.js`, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...READING_ENV,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PATH: process.env.PATH ?? '',
      ...env,
    },
  })
  child.stderr.on('data', (chunk) => output.push(String(chunk)))
  return { child, output }
}

async function end(
  child: ChildProcess,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; tookMs: number }> {
  const startedMs = performance.now()
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    await once(child, 'exit')
  }
  return { code: child.exitCode, tookMs: performance.now() - startedMs }
}
