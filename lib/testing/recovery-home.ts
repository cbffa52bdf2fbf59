import { join } from 'node:path'
import type { Operation, OperationEvent } from '#lib/model/operation.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { AuditQuery, PlanRequest } from '#lib/model/recovery.ts'
import type { PlanningSource } from '#lib/monitor/plan-request.ts'
import { createMonitor, type Monitor, type OpenRecovery, openRecovery } from '#lib/monitor.ts'
import type { OperationRun, OperationTask } from '#lib/recovery/run-operation.ts'
import { configOf } from './read-home.ts'
import { snapshotTree } from './snapshot-tree.ts'
import { type TemporaryHome, temporaryHome } from './temporary-home.ts'

/** Where the user's own files of such a home are, so that no test touches those of whoever runs it. */
export const USER = 'user'

export const HOUR_MS = 3_600_000

export type RecoveryHome = {
  home: TemporaryHome
  recovery: OpenRecovery
  /** Plans with what is on disk at that moment. */
  plan(request: PlanRequest): Promise<Plan>
  /** Carries a plan out; what it was refused with is thrown as it is. */
  execute(plan: Plan): Promise<Operation>
  /** The tree below the results directory, without what the product keeps for itself. */
  tree(): string[]
  [Symbol.asyncDispose](): Promise<void>
}

export class Refused extends Error {
  readonly event: Extract<OperationEvent, { kind: 'refused' }>

  constructor(event: Extract<OperationEvent, { kind: 'refused' }>) {
    super(event.message)
    this.event = event
  }
}

/** A home with a session that is cleaned up, one that is active beside it, and one that has been completed. */
export function recoveryHome(flags: Record<string, string> = {}): RecoveryHome {
  const home = temporaryHome()
  const config = configOf(home.path, flags)
  const ask = async <T>(question: (monitor: Monitor) => Promise<T>): Promise<T> => {
    const monitor = createMonitor(config, { watch: false, keeping: 'never' })
    try {
      return await question(monitor)
    } finally {
      await monitor.close()
    }
  }
  const source = (): PlanningSource => ({
    planMoves: (moves) => ask((monitor) => monitor.planMoves(moves)),
    sessions: (query) => ask((monitor) => monitor.sessions(query)),
    repairTargets: (paths) => ask((monitor) => monitor.repairTargets(paths)),
    neverIntegrated: () => ask((monitor) => monitor.neverIntegrated()),
    integrationEvidence: (ids) => ask((monitor) => monitor.integrationEvidence(ids)),
    activeFiles: () => ask((monitor) => monitor.activeFiles()),
    session: (id) => ask((monitor) => monitor.session(id)),
    hasSession: (id) => ask((monitor) => monitor.hasSession(id)),
    pastRetention: (asked) => ask((monitor) => monitor.pastRetention(asked)),
    namedSessions: (ids) => ask((monitor) => monitor.namedSessions(ids)),
  })
  const claude = { userHome: join(home.path, USER), configDirectory: undefined }
  const recovery = openRecovery(config, source, null, claude)
  return {
    home,
    recovery,
    plan: (request) => recovery.plan(recovery.by, request),
    async execute(plan) {
      for await (const event of recovery.execute(recovery.by, plan.id, plan.typed)) {
        if (event.kind === 'report') return event.operation
        if (event.kind === 'refused') throw new Refused(event)
      }
      throw new Error('It ended without a report.')
    },
    tree: () => snapshotTree(home.results, { without: ['.trash'] }),
    async [Symbol.asyncDispose]() {
      recovery.close()
      home.remove()
    },
  }
}

/** Two results and the metadata of a session that has been quiet for three hours, whose id begins that of an active one. */
export function fillForCleanUp({ home }: Pick<RecoveryHome, 'home'>): void {
  for (const [agent, nth] of [
    ['krukai-optimizer', 1],
    ['vector-auditor', 2],
  ] as const)
    home.result(
      { session_id: 'run', subagent_type: agent },
      { name: `run_${agent}_${nth}.json`, ageMs: 3 * HOUR_MS },
    )
  home.write('temp/run_metadata.json', '{"expected_count": 3}', { ageMs: 3 * HOUR_MS })
  home.result({ session_id: 'run_1' }, { name: 'run_1_a.json' })
  home.result({ session_id: 'done' }, { directory: 'completed/done', name: 'd.json', ageMs: HOUR_MS })
}

export const CLEAN_UP = {
  action: 'clean_up',
  sessions: null,
  quietForMs: null,
} as const satisfies PlanRequest

export function filledForCleanUp(flags: Record<string, string> = {}): RecoveryHome {
  const place = recoveryHome(flags)
  fillForCleanUp(place)
  return place
}

export const refusalOf = async (work: Promise<unknown>): Promise<Refused['event']> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof Refused) return error.event
  throw new Error('It was not refused.', { cause: error })
}

/** An operation to be run in this thread: one of its own takes longer to start than all of it. */
export const runOf = ({ home, recovery }: RecoveryHome, task: OperationTask): OperationRun => ({
  ...task,
  by: recovery.by,
  home: home.path,
  root: home.results,
  directory: join(home.path, 'monitor'),
  settleMs: 3000,
  activeWindowMs: 300_000,
  lockWaitMs: 1000,
})

export const EVERY_ROW: AuditQuery = {
  user: null,
  action: null,
  outcome: null,
  fromMs: null,
  untilMs: null,
  beforeSeq: null,
  limit: 1000,
}
