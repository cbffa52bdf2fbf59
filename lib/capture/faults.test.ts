import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installHook } from '#lib/testing/install-hook.ts'
import { root } from '#lib/testing/run-command.ts'
import { linesOf } from '#lib/testing/simulated-session.ts'
import { type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { HOOK_OPTIONS } from '../../scripts/bundle-options.ts'

/** `npm run test:faults` lets every call fail; with every test one of each kind does. */
const EVERY_CALL = process.env.TRINITAS_EVERY_FAULT === '1'
const ERRORS = ['EIO', 'ENOSPC', 'EACCES'] as const
const AT_ONCE = 3

type Fault = { at: number; how: 'none' | 'kill-before' | 'kill-after' | 'short' | (typeof ERRORS)[number] }

let directory: string
let program: string
beforeAll(async () => {
  // A process that dies loses nothing in memory either, and a disk need not be waited for a thousand times.
  if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm'
  directory = mkdtempSync(join(tmpdir(), 'trinitas-hook-'))
  program = join(directory, 'run-hook-once.mjs')
  await build({ ...HOOK_OPTIONS, entryPoints: [`${root}lib/testing/run-hook-once.ts`], outfile: program })
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const AGENT = {
  id: 'a1',
  type: 'krukai-optimizer',
  answer: 'All of it.',
  paceMs: 0,
  ends: 'answered',
} as const
const EVENTS = ['SubagentStart', 'SubagentStop', 'Stop'] as const
type Event = (typeof EVENTS)[number] | 'SessionEnd'

type Place = { home: TemporaryHome; program: string; transcript: string }

function newPlace(): Place {
  const home = temporaryHome()
  rmSync(home.results, { recursive: true })
  const transcript = join(home.path, 'projects', 's.jsonl')
  const own = join(home.path, 'projects', 's', 'subagents', `agent-${AGENT.id}.jsonl`)
  mkdirSync(dirname(own), { recursive: true })
  const lines = linesOf({ id: 's', cwd: '/' }, AGENT)
  writeFileSync(own, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return { home, program: installHook(home.path, program).program, transcript }
}

const payloadOf = (event: Event, transcript: string): string =>
  JSON.stringify({
    session_id: 's',
    transcript_path: transcript,
    cwd: '/',
    hook_event_name: event,
    ...(event.startsWith('Subagent') ? { agent_id: AGENT.id, agent_type: AGENT.type } : {}),
    ...(event === 'SubagentStop' ? { last_assistant_message: AGENT.answer } : {}),
  })

type Ended = { code: number | null; signal: NodeJS.Signals | null; printed: string }

/** The program itself, without its launcher, so that what is killed is it. */
function call(
  place: Place,
  event: Event,
  fault: Fault | null = null,
  trace: string | null = null,
): Promise<Ended> {
  const shim = fault === null ? [] : ['--import', `${root}lib/testing/fault-shim.mjs`]
  const env = { NODE_ENV: 'test', TRINITAS_FAULT: JSON.stringify({ ...fault, trace }) } as const
  const child = spawn(process.execPath, [...shim, program, place.program], { env })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      printed += bytes
    })
  child.stdin.on('error', () => undefined)
  child.stdin.end(payloadOf(event, place.transcript))
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, printed }))
  })
}

/** All that is there, hidden names too, but for times and what is called by them. */
function contentOf({ home }: Place): string[] {
  if (!existsSync(home.results)) return []
  return readdirSync(home.results, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replace(/\d{8}_\d{6}_\d{9}/, '<stamp>'))
    .sort()
}

const errorsOf = ({ home }: Place): string => {
  const path = join(home.path, 'logs/errors.log')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function resultsOf({ home }: Place): { status: string; result: string }[] {
  return ['temp', 'completed/s'].flatMap((place) =>
    existsSync(home.at(place))
      ? readdirSync(home.at(place))
          .filter((name) => name.startsWith('s_krukai'))
          .map((name) => JSON.parse(readFileSync(home.at(`${place}/${name}`), 'utf8')))
      : [],
  )
}

async function reference(): Promise<string[]> {
  const place = newPlace()
  using _ = place.home
  for (const event of [...EVENTS, 'SessionEnd'] as const) await call(place, event)
  return contentOf(place)
}

async function traceOf(faulty: Event): Promise<string[]> {
  const place = newPlace()
  using _ = place.home
  for (const event of EVENTS) {
    const trace = event === faulty ? join(place.home.path, 'trace') : null
    await call(place, event, trace === null ? null : { at: 0, how: 'none' }, trace)
  }
  return readFileSync(join(place.home.path, 'trace'), 'utf8').split('\n')
}

function faultsFor(calls: readonly string[]): Fault[] {
  const ofKind = Map.groupBy(calls.keys(), (at) => calls[at] ?? '')
  const chosen = EVERY_CALL
    ? [...calls.keys()]
    : [...ofKind.values()].flatMap((places) => places[places.length >> 1] ?? [])
  return chosen.flatMap((place): Fault[] => {
    const at = place + 1
    const errors = EVERY_CALL ? ERRORS : ([ERRORS[at % ERRORS.length] ?? 'EIO'] as const)
    return [
      { at, how: 'kill-before' },
      { at, how: 'kill-after' },
      ...errors.map((how): Fault => ({ at, how })),
    ]
  })
}

async function tryFault(
  faulty: Event,
  fault: Fault,
  what: string,
  expected: readonly string[],
): Promise<void> {
  const place = newPlace()
  using _ = place.home
  for (const event of EVENTS) {
    const ended = await call(place, event, event === faulty ? fault : null)
    expect(ended.printed, what).toBe('')
    if (event === faulty && fault.how.startsWith('kill')) expect(ended.signal, what).toBe('SIGKILL')
    else expect(ended.code, what).toBe(0)
    // It said that it was done: then the result is there, and whole, from that moment on.
    const isAcknowledged = ended.code === 0 && errorsOf(place) === ''
    if (event === 'SubagentStop' && isAcknowledged) expect(resultsOf(place), what).toHaveLength(1)
    for (const { result } of resultsOf(place)) expect(result, what).toBe('All of it.\n')
  }
  await call(place, 'SessionEnd')
  expect(contentOf(place), what).toEqual(expected)
  expect(
    resultsOf(place).map(({ status }) => status),
    what,
  ).toEqual(['success'])
}

describe.each(EVENTS)('a hook of %s', (event) => {
  it('loses nothing and does nothing twice, whichever call fails or is the last', {
    timeout: 3_600_000,
  }, async () => {
    const calls = await traceOf(event)
    const faults = faultsFor(calls)
    const expected = await reference()
    for (let from = 0; from < faults.length; from += AT_ONCE)
      await Promise.all(
        faults
          .slice(from, from + AT_ONCE)
          .map((fault) =>
            tryFault(
              event,
              fault,
              `${event}, ${fault.how} at call ${fault.at} (${calls[fault.at - 1]})`,
              expected,
            ),
          ),
      )
    console.log(`${event}: ${calls.length} calls found, ${faults.length} faults tried`)
    expect(calls.length).toBeGreaterThan(20)
  })
})
