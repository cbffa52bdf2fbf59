import { basename } from 'node:path'
import { AppError } from '#lib/errors.ts'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { HEALTH_NAMES } from '#lib/model/health.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { Issue } from '#lib/model/issue.ts'
import type { JobResult } from '#lib/model/job-run.ts'
import type { OperationStatus } from '#lib/model/operation.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { Job } from '#lib/model/schedule.ts'
import {
  type CarriedOut,
  carryOutPlan,
  isConfirmedBeforehand,
  mendIssues,
  writeHealthReport,
} from '#lib/monitor.ts'
import { awake, cleanUpRequests } from './job-requests.ts'
import type { Opened } from './with-recovery.ts'

export type JobWork = {
  opened: Opened
  by: Identity
  /** Sessions quiet for longer are incomplete. */
  recoverAfterMs: number
  /** Why retention waits for a person; `null` where it does not. */
  waits: string | null
}

const WORKS: Readonly<Record<Job, (work: JobWork) => Promise<JobResult>>> = {
  health_check: checkHealth,
  clean_up: cleanUp,
  auto_recovery: recoverAll,
}

/** Does what a job is there for. What is refused is a result; a defect is thrown. */
export const doJob = (job: Job, work: JobWork): Promise<JobResult> => WORKS[job](work)

async function checkHealth({ opened, by }: JobWork): Promise<JobResult> {
  const seen = { operations: [], retention: null }
  try {
    const report = await opened.monitor().health()
    const { text } = writeHealthReport(by, report)
    const failed = report.checks.filter(({ result }) => result === 'warning' || result === 'critical')
    const names = failed.map(({ id }) => HEALTH_NAMES[id]).join(', ')
    const summary = failed.length === 0 ? 'Healthy.' : `${report.status}: ${names}.`
    return { ...seen, outcome: 'done', summary, report: basename(text) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...seen, outcome: 'failed', summary: error.message, report: null }
  }
}

async function cleanUp(work: JobWork): Promise<JobResult> {
  const { consent } = work.opened.recovery
  const requests = cleanUpRequests({ consented: consent() !== null, waits: work.waits !== null })
  const carried: Carried[] = []
  for (const request of requests) carried.push(await carry(work, request))
  return withRetention(work, carried)
}

async function recoverAll(work: JobWork): Promise<JobResult> {
  const { recovery, monitor } = work.opened
  const issues = async (): Promise<Issue[]> =>
    awake(recovery.withSnoozes(await monitor().issues())).filter(
      // What makes room on a full disk goes by age too, and purges what was consented to for good.
      ({ action }) => work.waits === null || action !== 'free_space',
    )
  const carried: Carried[] = []
  await mendIssues(await issues(), {
    quietForMs: work.recoverAfterMs,
    issues,
    consent: recovery.consent,
    async carry({ request }) {
      const one = await carry(work, request)
      carried.push(one)
      return one
    },
    goesOn: true,
  })
  return withRetention(work, carried)
}

/** `fault`: why it was refused. */
type Carried = CarriedOut & { fault?: string }

/** What one is refused keeps none of the others from being done. */
async function carry({ opened, by }: JobWork, request: PlanRequest): Promise<Carried> {
  try {
    const carried = await carryOutPlan({
      recovery: opened.recovery,
      by,
      request,
      confirm: async (plan) => (isConfirmedBeforehand(plan) ? null : false),
      mayRepeat: true,
    })
    if (carried.kind === 'done') await opened.renew()
    return carried
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'nothing', isFine: false, reason: error.message, fault: error.message }
  }
}

/** Where something was refused, nobody knows whether retention was looked after: it counts as if it had not been due. */
function withRetention({ waits }: JobWork, carried: readonly Carried[]): JobResult {
  if (waits !== null) return { ...summarize(carried, [waits]), retention: 'waited' }
  const isRefused = carried.some(({ fault }) => fault !== undefined)
  return { ...summarize(carried, []), retention: isRefused ? null : 'ran' }
}

function summarize(carried: readonly Carried[], notes: readonly string[]): Omit<JobResult, 'retention'> {
  const operations = carried.flatMap((one) => (one.kind === 'done' ? [one.operation] : []))
  const faults = carried.flatMap(({ fault }) => (fault === undefined ? [] : [fault]))
  const words = operations.map(
    ({ action, status, files, sizeBytes }) =>
      `${nameOf(action)}${STATUS_WORDS[status]}: ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)}.`,
  )
  const isLeft = carried.some((one) => one.kind === 'nothing' && !one.isFine)
  const idle = isLeft ? 'Nothing was done: what there is is left alone.' : 'Nothing was to be done.'
  const isDone = faults.length === 0 && operations.every(({ status }) => status === 'done')
  return {
    outcome: isDone ? 'done' : 'failed',
    summary: [...(words.length + faults.length === 0 ? [idle] : [...words, ...faults]), ...notes].join(' '),
    operations: operations.map(({ id }) => id),
    report: null,
  }
}

/** "clean_up" as a sentence begins with it. */
function nameOf(action: string): string {
  const words = action.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const STATUS_WORDS: Readonly<Record<OperationStatus, string>> = {
  running: ' goes on',
  done: '',
  partial: ' in part',
  failed: ' failed',
}
