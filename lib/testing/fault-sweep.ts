import { execFile, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect } from 'vitest'
import { AppError, type ErrorCode } from '#lib/errors.ts'
import { LAUNCHER, PROGRAM } from '#lib/model/capture-hooks.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import { type OperationTask, runOperation } from '#lib/recovery/run-operation.ts'
import {
  EVERY_ROW,
  fillForCleanUp,
  HOUR_MS,
  type RecoveryHome,
  recoveryHome,
  runOf,
  USER,
} from '#lib/testing/recovery-home.ts'
import { root } from '#lib/testing/run-command.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { HOOKS, hookAt } from '#lib/testing/sound-home.ts'
import { setAge, type TemporaryHome, temporaryHome } from '#lib/testing/temporary-home.ts'
import { BUNDLE_OPTIONS } from '../../scripts/bundle-options.ts'

/** `npm run test:faults` lets every call fail; with every test one of each kind does. */
const EVERY_CALL = process.env.TRINITAS_EVERY_FAULT === '1'
const ERRORS = ['EIO', 'ENOSPC', 'EACCES'] as const
const AT_ONCE = 3
/** Set for the run in a namespace of its own, where failed/ of each home is another file system. */
export const IS_MOUNTED = process.env.TRINITAS_FAULTS_MOUNTED === '1'

let programs: string
let outside: TemporaryHome
let outsideBefore: string[]

/** Bundles what is killed, once for all tests of a file, and sees that nothing outside of any home was touched. */
export function prepareSweep(): void {
  beforeAll(async () => {
    // A process that dies loses nothing in memory either, and a disk need not be waited for a thousand times.
    if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm'
    programs = mkdtempSync(join(tmpdir(), 'trinitas-faults-'))
    await build({
      ...BUNDLE_OPTIONS,
      entryPoints: { 'run-operation-once': `${root}lib/testing/run-operation-once.ts` },
      outdir: programs,
    })
    // A program finds what is installed with it by its own place.
    cpSync(`${root}dist/hooks`, join(programs, 'hooks'), { recursive: true })
    outside = temporaryHome()
    outside.write('temp/sentinel.json', '"outside"')
    outsideBefore = snapshotTree(outside.path)
  })
  afterAll(() => {
    rmSync(programs, { recursive: true, force: true })
    expect(snapshotTree(outside.path)).toEqual(outsideBefore)
    outside.remove()
  })
}

type Fault = { at: number; how: 'none' | 'kill-before' | 'kill-after' | 'short' | (typeof ERRORS)[number] }

export type SweptAction = {
  name: string
  /** Brings a home to where the action is asked for. */
  prepare(place: RecoveryHome): Promise<PlanRequest>
  /** What is asked for again afterwards, where the same would be done anew each time. */
  repeat?: PlanRequest
  /** Bytes that the action removes for good. */
  removes: boolean
}

async function cleanUp(place: RecoveryHome): Promise<string> {
  fill(place)
  return (await carryOut(place, CLEAN_UP_NOW)).id
}

const CLEAN_UP_NOW: PlanRequest = { action: 'clean_up', sessions: null, quietForMs: HOUR_MS }

function fill(place: RecoveryHome): void {
  fillForCleanUp(place)
  place.home.write('running/run/t.json', '{"session_id": "run", "task_id": "t"}', { ageMs: 3 * HOUR_MS })
  place.home.result({ session_id: 'second' }, { name: 'second.json', ageMs: 4 * HOUR_MS })
}

function fillSettings({ home }: RecoveryHome): void {
  const settings = join(home.path, USER, '.claude', 'settings.json')
  mkdirSync(dirname(settings), { recursive: true })
  const command = '~/.claude/trinitas/hooks/post-execution/capture_subagent_result.sh'
  const hooks = { SubagentStop: [{ matcher: 'Task', hooks: [{ type: 'command', command }] }] }
  writeFileSync(settings, JSON.stringify({ hooks, model: 'opus' }, null, 4), { mode: 0o640 })
}

async function fillTrash(place: RecoveryHome): Promise<string> {
  const operation = await cleanUp(place)
  return (await carryOut(place, { action: 'undo', operation })).id
}

const ACTIONS: readonly SweptAction[] = [
  {
    name: 'clean up',
    removes: false,
    async prepare(place) {
      fill(place)
      return CLEAN_UP_NOW
    },
  },
  {
    name: 'recover',
    removes: false,
    async prepare(place) {
      fill(place)
      return { action: 'recover', sessions: ['run', 'second'], quietForMs: null }
    },
  },
  {
    name: 'repair',
    removes: false,
    async prepare(place) {
      fill(place)
      const old = { ageMs: 3 * HOUR_MS }
      place.home.write(
        'completed/done/cut.json',
        '{"session_id": "done", "status": "success", "result": "ha',
        old,
      )
      place.home.write(
        'completed/done/noise.json',
        '{session_id: "done", "status": "success", "time": 12.5s}',
        old,
      )
      place.home.write('completed/done/hopeless.json', 'no JSON', old)
      return { action: 'repair', files: null, accept: false }
    },
  },
  {
    name: 'take a repair back',
    removes: false,
    async prepare(place) {
      fill(place)
      place.home.write('completed/done/cut.json', '{"session_id": "done", "status": "su', {
        ageMs: 3 * HOUR_MS,
      })
      const repair = await carryOut(place, { action: 'repair', files: null, accept: false })
      return { action: 'undo', operation: repair.id }
    },
  },
  {
    name: 'integrate anew',
    removes: false,
    async prepare(place) {
      fill(place)
      // As private as what is made, so that both look alike from outside.
      chmodSync(place.home.write('integrated/done_integrated.json', '{"session_id": "done"}'), 0o600)
      chmodSync(place.home.write('integrated/done_summary.md', '# Before'), 0o600)
      return { action: 'integrate', sessions: ['done'] }
    },
    repeat: { action: 'integrate', sessions: null },
  },
  {
    name: 'fix permissions',
    removes: false,
    async prepare(place) {
      fill(place)
      return { action: 'fix_permissions' }
    },
  },
  {
    name: 'fix hooks',
    removes: false,
    async prepare(place) {
      fill(place)
      for (const hook of HOOKS) {
        mkdirSync(dirname(hookAt(place.home, hook)), { recursive: true })
        writeFileSync(hookAt(place.home, hook), '#!/bin/sh\n', { mode: 0o644 })
      }
      return { action: 'fix_hooks' }
    },
  },
  {
    name: 'install hooks',
    removes: false,
    async prepare(place) {
      fill(place)
      fillSettings(place)
      return { action: 'install_hooks', project: null, old: 'replace' }
    },
  },
  {
    name: 'exchange hooks',
    // What was there before stands in the plan, and nowhere else.
    removes: true,
    async prepare(place) {
      fill(place)
      fillSettings(place)
      await carryOut(place, { action: 'install_hooks', project: null, old: 'keep' })
      for (const path of [LAUNCHER, PROGRAM]) appendFileSync(join(place.home.path, path), '# of before\n')
      return { action: 'install_hooks', project: null, old: 'keep' }
    },
  },
  {
    name: 'uninstall hooks',
    removes: false,
    async prepare(place) {
      fill(place)
      fillSettings(place)
      await carryOut(place, { action: 'install_hooks', project: null, old: 'replace' })
      return { action: 'uninstall_hooks', project: null }
    },
  },
  {
    name: 'take an installation of hooks back',
    removes: false,
    async prepare(place) {
      fill(place)
      fillSettings(place)
      const { id } = await carryOut(place, { action: 'install_hooks', project: null, old: 'keep' })
      return { action: 'undo', operation: id }
    },
  },
  {
    name: 'free space',
    removes: false,
    async prepare(place) {
      fill(place)
      place.home.result(
        { session_id: 'old', status: 'error' },
        { directory: 'failed/old', name: 'old.json', ageMs: 31 * 24 * HOUR_MS },
      )
      const logs = join(place.home.path, 'logs')
      mkdirSync(logs, { recursive: true })
      writeFileSync(join(logs, 'errors.log.1'), 'One line is like the other.\n'.repeat(4000))
      setAge(join(logs, 'errors.log.1'), 2 * 24 * HOUR_MS)
      writeFileSync(join(logs, 'errors.log.2'), 'of last month')
      setAge(join(logs, 'errors.log.2'), 31 * 24 * HOUR_MS)
      writeFileSync(join(logs, 'agents.log'), '')
      truncateSync(join(logs, 'agents.log'), LONG_BYTES)
      return { action: 'free_space' }
    },
  },
  {
    name: 'undo',
    removes: false,
    prepare: async (place) => ({ action: 'undo', operation: await cleanUp(place) }),
  },
  {
    name: 'restore from the trash',
    removes: false,
    prepare: async (place) => ({ action: 'trash_restore', entries: [await fillTrash(place)] }),
  },
  {
    name: 'purge the trash',
    removes: true,
    prepare: async (place) => ({ action: 'trash_purge', entries: [await fillTrash(place)] }),
  },
]

/** Those of these names, or the few that move files across file systems where failed/ is one of its own. */
export const sweptActions = (names: readonly string[]): SweptAction[] =>
  ACTIONS.filter(({ name }) => names.includes(name) && (!IS_MOUNTED || ACROSS.has(name)))

const ACROSS = new Set(['clean up', 'undo'])

/** Lets an action fail at its calls, one after the other, and sees each time that nothing is lost. */
export async function sweepFaults(action: SweptAction): Promise<void> {
  const calls = await traceOf(action)
  const faults = faultsFor(calls)
  const reference = await withPlace(action, async (place, request) => {
    await carryOut(place, request)
    return contentOf(place)
  })
  for (let from = 0; from < faults.length; from += AT_ONCE)
    await Promise.all(
      faults.slice(from, from + AT_ONCE).map((fault) => tryFault(action, fault, calls, reference)),
    )
  console.log(
    `${action.name}: ${calls.length} calls of ${new Set(calls).size} kinds found, ${faults.length} faults tried at ${new Set(faults.map(({ at }) => at)).size} calls`,
  )
  expect(calls.length).toBeGreaterThan(50)
}

async function withPlace<T>(
  action: SweptAction,
  work: (place: RecoveryHome, request: PlanRequest) => Promise<T>,
): Promise<T> {
  await using place = recoveryHome()
  const failed = place.home.at('failed')
  if (IS_MOUNTED) spawnSync('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', failed])
  try {
    return await work(place, await action.prepare(place))
  } finally {
    if (IS_MOUNTED) spawnSync('umount', [failed])
  }
}

function traceOf(action: SweptAction): Promise<string[]> {
  return withPlace(action, async (place, request) => {
    const trace = join(place.home.path, 'trace')
    const plan = await place.plan(request)
    const { events, stderr } = await runOnce(place, plan.id, plan.typed, { at: 0, how: 'none' }, trace)
    expect(stderr).toBe('')
    expect(events.at(-1)).toMatchObject({ kind: 'report', operation: { status: 'done' } })
    return readFileSync(trace, 'utf8').trim().split('\n')
  })
}

/** Before and after each call an end, and each error that it may have; of the short round one call of each kind. */
function faultsFor(calls: readonly string[]): Fault[] {
  const ofKind = Map.groupBy(calls.keys(), (at) => calls[at] ?? '')
  const chosen = EVERY_CALL
    ? [...calls.keys()]
    : [...ofKind.values()].flatMap((places) => places[places.length >> 1] ?? [])
  return chosen.flatMap((place): Fault[] => {
    const at = place + 1
    const writes = /^write|^sqlite run|^sqlite exec/.test(calls[place] ?? '')
    const short: Fault[] = /^write/.test(calls[place] ?? '') ? [{ at, how: 'short' }] : []
    const errors = EVERY_CALL || writes ? ERRORS : ([ERRORS[at % ERRORS.length] ?? 'EIO'] as const)
    return [
      { at, how: 'kill-before' },
      { at, how: 'kill-after' },
      ...errors.map((how): Fault => ({ at, how })),
      ...short,
    ]
  })
}

async function tryFault(
  action: SweptAction,
  fault: Fault,
  calls: readonly string[],
  reference: readonly string[],
): Promise<void> {
  const what = `${action.name}, ${fault.how} at call ${fault.at} (${calls[fault.at - 1]})`
  await withPlace(action, async (place, request) => {
    const before = hashesIn(place)
    const plan = await place.plan(request)
    const active = readFileSync(place.home.at('temp/run_1_a.json'))
    const { signal, events, stderr } = await runOnce(place, plan.id, plan.typed, fault)
    expect(signal, what).toBe(fault.how.startsWith('kill') ? 'SIGKILL' : null)
    // An error is a report or a refusal, never a defect.
    if (signal === null)
      expect([stderr, events.at(-1)?.kind ?? 'nothing'], what).toEqual([
        '',
        expect.stringMatching(/report|refused/),
      ])
    if (!action.removes) expectAll(hashesIn(place), before, what)
    expectEither(place, plan, what)
    runHere(place, { task: 'resume' })
    expectWhole(place, what)
    expectLong(place, what)
    await again(place, action.repeat ?? request)
    expectAll(hashesIn(place), action.removes ? [] : before, what)
    expect(contentOf(place), what).toEqual(reference)
    const settled = snapshotTree(place.home.path, { without: ['monitor', 'logs'] })
    await again(place, action.repeat ?? request)
    expect(snapshotTree(place.home.path, { without: ['monitor', 'logs'] }), what).toEqual(settled)
    expect(
      settled.filter((line) => /\.staging|\.part-|\.new/.test(line)),
      what,
    ).toEqual([])
    expect(readFileSync(place.home.at('temp/run_1_a.json')), what).toEqual(active)
    expectRecorded(place, what)
  })
}

/** What is changed in place is never half of what it was or will be, and never gone. */
function expectEither({ home }: RecoveryHome, { items }: Plan, what: string): void {
  for (const { settingsDirectory, steps } of items)
    for (const step of steps) {
      if (step.kind !== 'replace') continue
      const path = join(settingsDirectory ?? home.path, step.path)
      expect([step.before?.sha256, step.after?.sha256], what).toContain(hashOf(readFileSync(path)))
    }
}

/** Whatever came of it, a session is in one place. */
function expectWhole({ home }: RecoveryHome, what: string): void {
  const areas = snapshotTree(home.results)
    .filter((line) => /(?:run_krukai|run_vector|run_metadata)/.test(line))
    .map((line) => line.split('/', 1)[0])
  expect([areas.length, new Set(areas).size], what).toEqual([3, 1])
}

/** What a person does who sees that it broke off: the same again. */
async function again(place: RecoveryHome, request: PlanRequest): Promise<void> {
  runHere(place, { task: 'resume' })
  try {
    await carryOut(place, request)
  } catch (error) {
    const isEnough = error instanceof AppError && ENOUGH.has(error.code)
    if (!isEnough) throw error
  }
}

const ENOUGH: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['nothing_to_do', 'all_left_out', 'not_undoable'])

/** Plans and executes what is asked for. */
async function carryOut(place: RecoveryHome, request: PlanRequest): Promise<Operation> {
  const { id: planId, typed } = await place.plan(request)
  const operation = runHere(place, { task: 'execute', confirmation: { planId, typed } })
  if (operation === null) throw new Error('It ended without a report.')
  return operation
}

/** Without a thread, which takes longer to start than all of this takes. `null` where it did nothing. */
function runHere(place: RecoveryHome, task: OperationTask): Operation | null {
  let operation: Operation | null = null
  runOperation(runOf(place, task), (event) => {
    if (event.kind === 'refused') throw new Error(event.message)
    if (event.kind === 'report') operation = event.operation
  })
  return operation
}

function expectRecorded({ recovery }: RecoveryHome, what: string): void {
  const { rows } = recovery.audit(EVERY_ROW)
  expect(recovery.verifyAudit(), what).toEqual({ whole: true, rows: rows.length })
  const of = (outcomes: readonly string[]): unknown[] =>
    rows
      .filter(({ outcome, action }) => outcomes.includes(outcome) && action !== 'execute')
      .map(({ detail }) => detail.operation)
      .sort()
  expect(of(['done', 'failed']), what).toEqual(of(['begun']))
  for (const { endedAtMs } of recovery.operations(1000)) expect(endedAtMs, what).not.toBeNull()
}

type Ended = { signal: NodeJS.Signals | null; events: { kind: string }[]; stderr: string }

function runOnce(
  place: RecoveryHome,
  planId: string,
  typed: string | null,
  fault: Fault,
  trace: string | null = null,
): Promise<Ended> {
  const run = runOf(place, { task: 'execute', confirmation: { planId, typed } })
  const args = ['--import', `${root}lib/testing/fault-shim.mjs`, join(programs, 'run-operation-once.js')]
  return new Promise((resolve) => {
    const env = { ...process.env, TRINITAS_FAULT: JSON.stringify({ ...fault, trace }) }
    execFile(process.execPath, [...args, JSON.stringify(run)], { env }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '')
      resolve({ signal: error?.signal ?? null, events: lines.map((line) => JSON.parse(line)), stderr })
    })
  })
}

/** The SHA-256 of every file, wherever it lies; of what is compressed, that of what it holds. */
const hashesIn = ({ home }: RecoveryHome): string[] => [
  ...snapshotTree(home.path, { without: [...OURS, SETTINGS] }).flatMap(
    (line) => / ([0-9a-f]{64})$/.exec(line)?.[1] ?? [],
  ),
  ...packedIn(join(home.path, 'logs')).map((path) => hashOf(gunzipSync(readFileSync(path)))),
]

/** A log so long that it is rotated, which would take as long to read each time. */
const LONG_BYTES = 101e6
const LONG = ['logs/agents.log', 'logs/agents.log.1']
/** What is changed in place, whose first bytes can be made again of what it says. */
const SETTINGS = `${USER}/.claude/settings.json`
const OURS = ['monitor', 'logs/recovery.log', 'logs/session_monitor.log', 'logs/errors.log', ...LONG]

/** One of the names has it, and all of it. */
function expectLong({ home }: RecoveryHome, what: string): void {
  const sizes = LONG.flatMap((name) => statSync(join(home.path, name), { throwIfNoEntry: false })?.size ?? [])
  expect(sizes, what).toEqual(sizes.length === 0 ? [] : [LONG_BYTES])
}

const packedIn = (logs: string): string[] =>
  existsSync(logs)
    ? readdirSync(logs)
        .filter((name) => name.endsWith('.gz'))
        .map((name) => join(logs, name))
    : []

function expectAll(there: readonly string[], wanted: readonly string[], what: string): void {
  const left = new Set(there)
  expect(
    wanted.filter((hash) => !left.has(hash)),
    what,
  ).toEqual([])
}

/** What lies where. Bytes differ from home to home, since results tell when they were written. */
const contentOf = ({ home }: RecoveryHome): string[] =>
  snapshotTree(home.path, { without: [...OURS, ...KEPT] })
    // It comes with the log of what was done.
    .filter((line) => !line.startsWith('logs/ '))
    .map((line) => line.split(' ').slice(0, 2).join(' '))

/** By operation, and those are called otherwise each time. */
const KEPT = [
  '.trash',
  '.quarantine',
  'parallel_results/.trash',
  'parallel_results/.quarantine',
  'hooks/capture/backups',
]
