import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { type Config, resolveConfig } from '#lib/config.ts'
import { AppError, FAULT_EXIT_CODE } from '#lib/errors.ts'
import { createGate, type Gate } from '#lib/gate/gate.ts'
import type { GateOptions } from '#lib/gate/gate-context.ts'
import { addressesOf, isLoopback, loopbackHosts, outsideHosts } from '#lib/gate/hosts.ts'
import { parseProxies } from '#lib/gate/trusted-proxies.ts'
import { endAllStreams } from '#lib/http/open-streams.ts'
import { type OpenSchedule, openSchedule } from '#lib/jobs/open-schedule.ts'
import { createJournal, type Journal } from '#lib/journal/journal.ts'
import {
  type AlertWatch,
  createHealth,
  createLiveConfig,
  createMonitor,
  createSettings,
  createSharing,
  followSettings,
  type LiveConfig,
  type Monitor,
  type OpenRecovery,
  openAlerts,
  openRecovery,
  type Sharing,
} from '#lib/monitor.ts'
import { entranceLines, requireTokenBeyondLoopback } from '#lib/server/entrance.ts'
import { createFaultLog } from '#lib/server/fault-log.ts'
import { type Handler, listen } from '#lib/server/listen.ts'
import { askForHomePatiently, isRunning } from '#lib/server/running-server.ts'
import { readServerOptions, type ServerOptions, USAGE } from '#lib/server/server-options.ts'
import { withFixed } from '#lib/settings/live-settings.ts'
import { sampleSources } from '#lib/settings/sample-sources.ts'
import { logFault } from '#lib/store/log-fault.ts'
import { readServerRecord, removeServerRecord, writeServerRecord } from '#lib/store/server-record.ts'
import { startDemo } from './demo/start-demo.ts'

/** The project's directory: the server runs from there as source, and from `dist/` as it is shipped. */
const root = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '.' : '..', import.meta.url))

/** Ends streams and connections that would keep the process alive; a stop that hangs is worse than one that cuts off. */
const SHUTDOWN_LIMIT_MS = 1500

async function main(): Promise<void> {
  const options = readServerOptions(process.argv.slice(2))
  if (options === null) return void process.stdout.write(USAGE)
  // What this writes says its mode itself; this is for the framework and the simulated agents.
  process.umask(0o077)
  const { config } = options
  const sample = options.demo || !existsSync(config.home)
  const recorded = sample ? null : readServerRecord(config.home)
  if (recorded !== null && (await isRunning(recorded))) return announceRunning(config.home, recorded.url)
  requireTokenBeyondLoopback(config, sample)

  // The port is taken first: nothing is started for a server that cannot be reached.
  // Requests that come while everything is being prepared wait for it.
  const gate = Promise.withResolvers<Gate>()
  const server = await listenOrAnnounce(config, (request, response) => {
    void gate.promise.then(({ handle }) => handle(request, response))
  })
  if (server === null) return
  const addresses = addressesOf(config.host, portOf(server))
  const url = addresses.own

  const demo = sample ? await startDemo() : null
  const sources = demo ? sampleSources(options.sources, demo.home) : options.sources
  const watched = demo ? sampleConfig(config, resolveConfig(sources)) : config
  const live = createLiveConfig(sources, watched)
  const monitor = createMonitor(watched, { sampleFor: sample ? config.home : null })
  void monitor.failed.then((error) => endBy(watched.home, error))
  const faults = createFaultLog(watched.home)
  const journal = createJournal(join(watched.home, 'monitor'))
  const recovery = openRecovery(watched, () => monitor, journal)
  const alerts = openAlerts(watched, monitor, journal)
  const schedule = openSchedule(watched, { issues: monitor.issues, recovery }, journal)
  followSettings(live, { monitor, recovery, alerts, schedule })
  live.onFault((fault) => console.error(`The settings stay as they were. ${fault}`))
  Object.assign(globalThis, {
    [Symbol.for('trinitas.monitor')]: monitor,
    [Symbol.for('trinitas.recovery')]: recovery,
    [Symbol.for('trinitas.alerts')]: alerts,
    [Symbol.for('trinitas.schedule')]: schedule,
    [Symbol.for('trinitas.faults')]: faults,
    [Symbol.for('trinitas.health')]: createHealth(monitor),
    [Symbol.for('trinitas.settings')]: createSettings({ live, home: watched.home, journal }),
    [Symbol.for('trinitas.sharing')]: createSharing(journal, monitor, reachOf(watched, addresses.outside)),
  })
  const recordedIn = demo ? null : config.home
  const startId = randomUUID()
  if (recordedIn !== null)
    writeServerRecord(recordedIn, { pid: process.pid, url, outsideUrl: addresses.outside, id: startId })

  const running = createGate(
    { ...gateOptions(watched, portOf(server), journal), startId },
    faults.watch(await preparePages(config.host, portOf(server))),
  )
  const parts = {
    ...{ server, live, monitor, alerts, schedule, journal },
    gate: running,
    home: recordedIn,
    stopDemo: demo?.stop,
  }
  const stop = (): void => void shutDown(parts)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  // What is not read yet is not missing: nothing is judged before. Where reading fails, the server ends.
  void monitor.ready().then(
    () => {
      alerts.start()
      schedule.start()
    },
    () => undefined,
  )
  await endInterrupted(watched.home, recovery)
  gate.resolve(running)
  const lines = [whatIsWatched(options, watched), ...(await entranceLines(watched, addresses, journal))]
  for (const line of [...lines, `Trinitas Monitor: ${url}`]) console.log(line)
}

/** What a crash left is ended before anybody looks. Where that is not possible now, the next change tries again. */
async function endInterrupted(home: string, recovery: OpenRecovery): Promise<void> {
  try {
    await recovery.resume(recovery.by)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    logFault(home, `What an operation left could not be ended: ${error.message}`)
    console.error(error.message)
  }
}

function gateOptions(config: Config, port: number, journal: Journal): GateOptions {
  return {
    allowedHosts: new Set([
      ...loopbackHosts(config.host, port),
      ...outsideHosts(config.host, port),
      ...config.allowedHosts,
    ]),
    requireToken: config.requireToken,
    trustedProxies: parseProxies(config.trustedProxies),
    cookieName: `trinitas_${port}`,
    journal,
  }
}

/** A proxy that is named passes on what others ask for, though the server itself listens on this machine only. */
function reachOf({ host, allowedHosts }: Config, outsideUrl: string): Sharing['reach'] {
  return { thisMachineOnly: isLoopback(host) && allowedHosts.length === 0, outsideUrl }
}

/** A sample is watched by settings of its own, and reached as the server was started. */
const sampleConfig = (started: Config, own: Config): Config =>
  withFixed(own, { ...started, home: own.home, resultsDirectory: own.resultsDirectory })

async function preparePages(hostname: string, port: number): Promise<Handler> {
  const pages = next({
    dev: false,
    dir: root,
    hostname,
    port,
  })
  await pages.prepare()
  const handle = pages.getRequestHandler()
  return (request: IncomingMessage, response: ServerResponse) => void handle(request, response)
}

function whatIsWatched({ config, demo }: ServerOptions, watched: Config): string {
  if (watched.home === config.home) return `Watching ${watched.resultsDirectory}`
  const reason = demo ? 'the demo was asked for' : `there is no Trinitas home at ${config.home} yet`
  return `Showing a sample home with simulated agents, since ${reason}.`
}

/** Then its address is all that there is to say. */
function announceRunning(home: string, url: string): void {
  console.log(`Trinitas Monitor is already running for ${home}: ${url}`)
}

async function listenOrAnnounce(config: Config, handler: Handler): Promise<Server | null> {
  try {
    return await listen(handler, config.host, config.port)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'address_in_use') throw error
    const { own: url } = addressesOf(config.host, config.port)
    if ((await askForHomePatiently(url)) !== config.home) throw error
    announceRunning(config.home, url)
    return null
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('A server on a port has an address with a port.')
  return address.port
}

type Parts = {
  server: Server
  live: LiveConfig
  monitor: Monitor
  alerts: AlertWatch
  schedule: OpenSchedule
  gate: Gate
  journal: Journal
  /** Where the record of this server lies, if anywhere. */
  home: string | null
  stopDemo: (() => Promise<void>) | undefined
}

/** Without its monitor a server has nothing to say; whoever supervises it can start it again. */
function endBy(home: string, error: unknown): never {
  logFault(
    home,
    `The dashboard ended, since a thread of it failed: ${error instanceof Error ? error.message : error}`,
  )
  console.error(error)
  process.exit(1)
}

async function shutDown({
  server,
  live,
  monitor,
  alerts,
  schedule,
  gate,
  journal,
  home,
  stopDemo,
}: Parts): Promise<void> {
  setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS)
  if (home !== null) removeServerRecord(home, process.pid)
  live.close()
  server.close()
  endAllStreams()
  server.closeIdleConnections()
  gate.close()
  schedule.close()
  await Promise.all([alerts.close(), monitor.close(), stopDemo?.()])
  journal.close()
  server.closeAllConnections()
  process.exit(0)
}

main().catch((error: unknown) => {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exit(FAULT_EXIT_CODE)
})
