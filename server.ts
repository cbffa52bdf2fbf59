import { existsSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import next from 'next'
import { type Config, resolveConfig, SETTING_FLAGS } from '#lib/config.ts'
import { AppError, systemErrorCode, toExitCode } from '#lib/errors.ts'
import { isLoopback, loopbackHosts } from '#lib/gate/check-request.ts'
import { guard } from '#lib/gate/gate.ts'
import { endAllStreams } from '#lib/http/open-streams.ts'
import { createMonitor, type Monitor } from '#lib/monitor.ts'
import { listen } from '#lib/server/listen.ts'
import { askForHome, askForHomePatiently } from '#lib/server/running-server.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'
import { readServerRecord, removeServerRecord, writeServerRecord } from '#lib/store/server-record.ts'
import { startDemo } from './demo/start-demo.ts'

const USAGE = `npm start -- [options]

  --home DIR          the Trinitas home to watch (TRINITAS_HOME; ~/.claude/trinitas)
  --results-dir DIR   its results directory (TRINITAS_RESULTS_DIR; <home>/parallel_results)
  --port N, --host H  where to serve (PORT, HOST; 127.0.0.1:4680)
  --config FILE       the config file (TRINITAS_CONFIG; <home>/monitor/config.jsonc)
  --demo              watch a sample home with simulated agents
  --help              this text
`

type Options = { config: Config; demo: boolean }

/** Ends streams and connections that would keep the process alive; a stop that hangs is worse than one that cuts off. */
const SHUTDOWN_LIMIT_MS = 1500

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options === null) return void process.stdout.write(USAGE)
  const { config } = options
  requireLoopback(config.host)
  const sample = options.demo || !existsSync(config.home)
  if (!sample && (await announceRunning(config.home, readServerRecord(config.home)?.url))) return

  // The port is taken first: nothing is started for a server that cannot be reached.
  // Requests that come while the pages are being prepared wait for them.
  const handling =
    Promise.withResolvers<(request: IncomingMessage, response: ServerResponse) => Promise<void>>()
  const allowedHosts = new Set<string>()
  const application = async (request: IncomingMessage, response: ServerResponse) =>
    (await handling.promise)(request, response)
  const server = await listenOrAnnounce(
    config,
    guard({ allowedHosts }, (request, response) => void application(request, response)),
  )
  if (server === null) return
  const url = urlOf(server, config.host)
  for (const host of loopbackHosts(config.host, Number(new URL(url).port || 80))) allowedHosts.add(host)

  const demo = sample ? await startDemo() : null
  const watched = demo
    ? { ...config, home: demo.home, resultsDirectory: `${demo.home}/parallel_results` }
    : config
  const monitor = createMonitor(watched, { sampleFor: sample ? config.home : null })
  Object.assign(globalThis, { [Symbol.for('trinitas.monitor')]: monitor })
  const recordedIn = demo ? null : config.home
  if (recordedIn !== null) writeServerRecord(recordedIn, { pid: process.pid, url })
  const stop = (): void => void shutDown(server, monitor, recordedIn, demo?.stop)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)

  const pages = next({
    dev: false,
    dir: dirname(fileURLToPath(import.meta.url)),
    hostname: config.host,
    port: Number(new URL(url).port),
  })
  await pages.prepare()
  handling.resolve(pages.getRequestHandler())
  console.log(
    demo
      ? `Showing a sample home with simulated agents, since ${reasonForSample(options)}.`
      : `Watching ${watched.resultsDirectory}`,
  )
  console.log(`Trinitas Monitor: ${url}`)
}

function reasonForSample({ config, demo }: Options): string {
  return demo ? 'the demo was asked for' : `there is no Trinitas home at ${config.home} yet`
}

function readOptions(args: string[]): Options | null {
  const flags = Object.fromEntries(
    [...SETTING_FLAGS, 'config'].map((name) => [name, { type: 'string' as const }]),
  )
  const { values } = parseFlags(args, flags)
  if (values.help) return null
  const config = resolveConfig({
    flags: values as Record<string, string | undefined>,
    env: process.env,
    userHome: homedir(),
    workingDirectory: process.env.INIT_CWD ?? process.cwd(),
    readConfigFile,
  })
  return { config, demo: values.demo === true }
}

function parseFlags(args: string[], flags: Record<string, { type: 'string' }>) {
  try {
    return parseArgs({
      args,
      options: { ...flags, demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    if (systemErrorCode(error)?.startsWith('ERR_PARSE_ARGS'))
      throw new AppError('usage', `${(error as Error).message}\n\n${USAGE}`)
    throw error
  }
}

function requireLoopback(host: string): void {
  if (isLoopback(host)) return
  throw new AppError(
    'address_unusable',
    `Refusing to listen on ${host}: everyone who reaches it could read all answers, and this version has no tokens to tell people apart. Listen on 127.0.0.1 and forward the port instead: ssh -L 4680:127.0.0.1:4680 USER@THIS-MACHINE.`,
  )
}

/** Whether a server for this home answers at `url`; then its address is all that there is to say. */
async function announceRunning(home: string, url: string | undefined, ask = askForHome): Promise<boolean> {
  if (url === undefined || (await ask(url)) !== home) return false
  console.log(`Trinitas Monitor is already running for ${home}: ${url}`)
  return true
}

async function listenOrAnnounce(config: Config, handler: ReturnType<typeof guard>): Promise<Server | null> {
  try {
    return await listen(handler, config.host, config.port)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'address_in_use') throw error
    if (await announceRunning(config.home, urlFor(config.host, config.port), askForHomePatiently)) return null
    throw error
  }
}

const urlFor = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`

function urlOf(server: Server, host: string): string {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('A server on a port has an address with a port.')
  return urlFor(host, address.port)
}

async function shutDown(
  server: Server,
  monitor: Monitor,
  home: string | null,
  stopDemo: (() => Promise<void>) | undefined,
): Promise<void> {
  setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS)
  if (home !== null) removeServerRecord(home, process.pid)
  server.close()
  endAllStreams()
  server.closeIdleConnections()
  await Promise.all([monitor.close(), stopDemo?.()])
  server.closeAllConnections()
  process.exit(0)
}

main().catch((error: unknown) => {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exit(toExitCode(error.code))
})
