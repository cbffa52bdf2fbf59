import { formatBytes } from '#lib/format/bytes.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { PlanItem, PlanOmission, Step } from '#lib/model/plan.ts'
import { LOG_QUIET_MS } from '#lib/model/retention.ts'
import { isReport, type LogEvidence, type LogFile } from './read-logs.ts'
import { partOf, type SpaceItem, type SpaceRequest } from './space-item.ts'
import { trashPath } from './steps.ts'

/** What becomes of each log, the shortest first. `omitted` takes in those that are left alone. */
export function planLogs(
  { logs, names: there }: LogEvidence,
  request: SpaceRequest,
  omitted: PlanOmission[],
): SpaceItem[] {
  const names = new Set(there)
  return logs
    .toSorted((a, b) => a.stamp.sizeBytes - b.stamp.sizeBytes)
    .flatMap((log) => {
      const planned = planLog(log, names, request)
      if (typeof planned === 'string') omitted.push({ name: `logs/${log.name}`, reason: planned })
      // Nobody has it open by now: once it is rotated, the next run compresses it.
      else if (log.due === 'rotate' && isQuiet(log, request)) omitted.push(afterRotation(log.name))
      return typeof planned === 'string' ? [] : planned
    })
}

const isQuiet = ({ stamp, isOpen }: LogFile, { nowMs }: SpaceRequest): boolean =>
  isOpen === 'no' && nowMs - stamp.modifiedAtMs > LOG_QUIET_MS

const afterRotation = (name: string): PlanOmission => ({
  name: `logs/${name}, once it is rotated`,
  reason: 'It is compressed by the next run.',
  later: true,
})

/** The next number that neither a rotated log nor a compressed one has. */
function nextName(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1)
    if (!taken.has(`${base}.${number}`) && !taken.has(`${base}.${number}.gz`)) return `${base}.${number}`
}

/** The item of a log, or why it is left alone. */
function planLog(log: LogFile, names: Set<string>, request: SpaceRequest): SpaceItem | string {
  if (log.due === 'rotate') return planRotation(log, names)
  if (log.isOpen === 'yes')
    return `A process has it open and writes to it: it can be ${DONE[log.due]} after that.`
  if (log.due === 'trash') return planRemoval(log, request)
  if (log.isOpen === 'unknown')
    return 'Whether somebody writes to it, this system does not say: compress it yourself.'
  return planPacking(log)
}

const DONE = { compress: 'compressed', trash: 'removed' } as const

const REASONS = {
  long: 'is long',
  old: 'begins longer ago than logs are kept',
  room: 'takes room where there is little',
} as const

function planRotation(
  { name, stamp, why }: Extract<LogFile, { due: 'rotate' }>,
  names: Set<string>,
): SpaceItem {
  const to = nextName(name, names)
  names.add(to)
  const step: Step = { kind: 'rotate', from: `logs/${name}`, to: `logs/${to}`, inode: stamp.inode }
  const reason = `It ${REASONS[why]} (${formatBytes(stamp.sizeBytes)}): it is rotated, and can be compressed once nobody writes to it.`
  return { item: logItem(step.from, stamp.sizeBytes, { reason, step, freesBytes: 0 }), parts: [] }
}

function planPacking({ name, stamp, packedBytes }: Extract<LogFile, { due: 'compress' }>): SpaceItem {
  const step: Step = { kind: 'compress', from: `logs/${name}`, to: `logs/${name}.gz`, stamp }
  const reason = `${formatBytes(stamp.sizeBytes)}, compressed to about ${formatBytes(packedBytes)}.`
  const freesBytes = Math.max(0, stamp.sizeBytes - packedBytes)
  return { item: logItem(step.from, stamp.sizeBytes, { reason, step, freesBytes }), parts: [] }
}

function planRemoval({ name, stamp }: LogFile, { operationId, nowMs }: SpaceRequest): SpaceItem {
  const from = `logs/${name}`
  const step: Step = { kind: 'trash', from, to: trashPath(operationId, from), stamp }
  const reason = `It was written last ${formatDuration(nowMs - stamp.modifiedAtMs)} ago: to the trash, which frees ${formatBytes(stamp.sizeBytes)} once it is purged.`
  return {
    item: logItem(from, stamp.sizeBytes, { reason, step, freesBytes: 0 }),
    parts: [partOf(isReport(name) ? 'reports' : 'logs', [{ stamp }])],
  }
}

type LogStep = { reason: string; step: Step; freesBytes: number }

const logItem = (name: string, sizeBytes: number, { reason, step, freesBytes }: LogStep): PlanItem => ({
  name,
  sessionId: null,
  scope: 'files',
  root: 'home',
  reason,
  steps: [step],
  inputs: [],
  files: 1,
  sizeBytes,
  freesBytes,
})
