import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { writeManySessions } from '#lib/testing/many-sessions.ts'
import { root } from '#lib/testing/run-command.ts'
import { startServer } from '#lib/testing/start-server.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { measureArrival } from './browser.ts'
import { measureCleanUp } from './clean-up.ts'
import { measureCommands } from './command.ts'
import { measureHooks } from './hooks.ts'
import { measureLog } from './logs.ts'
import { type Measure, round } from './measure.ts'
import { measureMetrics } from './metrics.ts'
import { measureScans } from './scan.ts'
import { measureMemory, measureQueries, measureScripts } from './server.ts'

const SESSIONS = 10_000

async function main(): Promise<void> {
  const home = temporaryHome('trinitas-bench-')
  try {
    const files = writeManySessions(home.results, SESSIONS)
    console.error(`trinitas: measuring with ${SESSIONS} sessions, ${files} files`)
    const reading = [...(await measureScans(home)), ...measureCommands(home), ...(await measureServer(home))]
    const log = await measureLog(process.env.CHROMIUM_PATH ?? '')
    report([...reading, log, await measureMetrics(), ...(await measureCleanUp()), ...(await measureHooks())])
  } finally {
    home.remove()
  }
}

async function measureServer(home: TemporaryHome): Promise<Measure[]> {
  const server = await startServer(['--home', home.path, '--port', '0'])
  try {
    const queries = await measureQueries(server)
    const memory = await measureMemory(server)
    const scripts = [await measureScripts(server, '/'), await measureScripts(server, '/sessions')]
    const browser = await measureArrival(server, home, process.env.CHROMIUM_PATH ?? '')
    return [memory, queries, ...browser, ...scripts]
  } finally {
    await server.end('SIGKILL')
  }
}

function report(measures: readonly Measure[]): void {
  const date = new Date().toISOString().slice(0, 10)
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}`
  console.log(JSON.stringify({ date, machine, sessions: SESSIONS, measures }, null, 2))
  const table = [
    `Measured ${date} on ${machine}, with \`npm run bench\`: ${SESSIONS.toLocaleString('en-US')} sessions of five results, page cache warm.`,
    '',
    '| what | measured | promised at most | |',
    '|---|---|---|---|',
    ...measures.map(
      ({ name, value, limit, unit, detail }) =>
        `| ${name} | ${round(value)} ${unit} | ${limit} ${unit} | ${detail} |`,
    ),
  ].join('\n')
  console.log(`\n${table}`)
  if (process.argv.includes('--write')) writeReadme(table)
}

/** The table stands in the README between two marks. */
function writeReadme(table: string): void {
  const path = `${root}README.md`
  const readme = readFileSync(path, 'utf8')
  const [begin, end] = ['<!-- bench:begin -->', '<!-- bench:end -->']
  writeFileSync(
    path,
    `${readme.slice(0, readme.indexOf(begin) + begin.length)}\n${table}\n${readme.slice(readme.indexOf(end))}`,
  )
}

await main()
