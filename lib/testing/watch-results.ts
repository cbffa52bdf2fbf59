// Reads a results directory over and over, as a dashboard does, until its standard input ends; then prints what it saw
// as JSON: each file that was ever invalid, each result that was ever gone, each number of expected that ever shrank.
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Watched = { rounds: number; results: number; faults: string[] }

const results = process.argv[2] ?? ''
const faults = new Set<string>()
const seen = new Set<string>()
const expected = new Map<string, number>()
let rounds = 0
let isOver = false

process.stdin.on('end', () => {
  isOver = true
})
process.stdin.resume()

function namesIn(path: string): string[] {
  try {
    return readdirSync(join(results, path)).filter((name) => !name.startsWith('.'))
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** `null` for one that was moved away meanwhile. */
function readJson(path: string): unknown {
  let text: string
  try {
    const mode = lstatSync(join(results, path)).mode & 0o777
    if (mode !== 0o600) faults.add(`${path} has mode ${mode.toString(8)}`)
    text = readFileSync(join(results, path), 'utf8')
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    faults.add(`${path} is invalid: ${error.message}`)
    return null
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** In this order: what moves from one place to the next is then seen in one of them at least. */
function look(): void {
  const started = new Map<string, number>()
  for (const directory of namesIn('running'))
    for (const name of namesIn(`running/${directory}`)) {
      const session = String(fieldOf(readJson(`running/${directory}/${name}`) ?? {}, 'session_id'))
      if (session !== 'undefined') started.set(session, (started.get(session) ?? 0) + 1)
    }
  const here = new Set<string>()
  const take = (path: string, name: string): void => {
    const value = readJson(`${path}/${name}`)
    if (value === null && path === 'temp') return
    here.add(name)
    const session = fieldOf(value, 'session_id')
    if (typeof session === 'string' && value !== null && !name.startsWith(`${session}_`))
      faults.add(`${path}/${name} is of another session: ${session}`)
    if (name.endsWith('_metadata.json'))
      started.set(
        String(session),
        Math.max(started.get(String(session)) ?? 0, Number(fieldOf(value, 'expected_count'))),
      )
  }
  for (const name of namesIn('temp')) take('temp', name)
  for (const directory of namesIn('completed'))
    for (const name of namesIn(`completed/${directory}`)) take(`completed/${directory}`, name)
  for (const name of namesIn('integrated')) if (name.endsWith('.json')) readJson(`integrated/${name}`)
  compare(here, started)
}

function compare(here: ReadonlySet<string>, started: ReadonlyMap<string, number>): void {
  for (const name of seen) if (!here.has(name)) faults.add(`${name} was there, and is gone`)
  for (const name of here) seen.add(name)
  for (const [session, before] of expected) {
    const now = started.get(session) ?? 0
    if (now < before) faults.add(`${session} expected ${before}, and then ${now}`)
  }
  for (const [session, count] of started) expected.set(session, Math.max(expected.get(session) ?? 0, count))
}

process.stdout.write('watching\n')
while (!isOver) {
  look()
  rounds += 1
  await new Promise(setImmediate)
}
look()
const outcome: Watched = { rounds, results: seen.size, faults: [...faults] }
process.stdout.write(`${JSON.stringify(outcome)}\n`)
