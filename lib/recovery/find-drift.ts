import { lstatSync, type Stats } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { Drift, Plan, PlanItem, Step } from '#lib/model/plan.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { createPinCache, type PinCache } from '#lib/store/pin-cache.ts'
import type { PinnedDirectory } from '#lib/store/pinned-directory.ts'
import { replacedChanges } from './replaced-drift.ts'
import {
  activePaths,
  activity,
  busyFiles,
  type DriftOptions,
  filesOfSessions,
  newcomers,
  resultsBeside,
} from './session-drift.ts'
import { type Roots, rootOf, subjectOf, takenBy, targetOf } from './steps.ts'

/**
 * What is no longer as a plan says, by items: a file that changed, is gone or belongs to somebody else, a place that was
 * taken, a file of the session that is not part of the plan. Read from disk, whatever the index knows.
 */
export function findDrift(plan: Plan, options: DriftOptions): Drift[] {
  using looks = lookIntoEach(options)
  const there = filesOfSessions(plan.items, options)
  const active = plan.action === 'fix_permissions' ? activePaths(options) : new Set<string>()
  return plan.items.flatMap((item) => {
    const changes = new Set([
      ...fileChanges(item, looks.of(item)),
      ...replacedChanges(options, item),
      ...newcomers(item, there, plan.createdAtMs),
      ...resultsBeside(item, there),
      ...activity(item, there, options),
      ...busyFiles(item, active),
    ])
    return changes.size === 0 ? [] : [{ name: item.name, changes: [...changes] }]
  })
}

/** One for each root. */
function lookIntoEach(roots: Roots): { of(item: PlanItem): Look } & Disposable {
  const looks = new Map<string, Look>()
  return {
    of(item) {
      const root = rootOf(roots, item)
      const look = looks.get(root) ?? lookInto(root)
      looks.set(root, look)
      return look
    },
    [Symbol.dispose]() {
      for (const look of looks.values()) look[Symbol.dispose]()
    },
  }
}

function fileChanges(item: PlanItem, look: Look): string[] {
  const taken = takenBy(item)
  const changes = item.steps.flatMap((step) => {
    const subject = subjectOf(step)
    const target = targetOf(step)
    const isFree = target === null || taken.has(target) || look(target) === null
    return [
      subject === null ? null : changeOf(subject, look),
      step.kind === 'chmod' || step.kind === 'chmod-directory' ? modeChange(step, look) : null,
      step.kind === 'rotate' && look(step.from)?.ino !== step.inode ? `${step.from} is another log.` : null,
      isFree ? null : `${target} is there already.`,
    ]
  })
  return [...changes, ...item.inputs.map((input) => changeOf(input, look))].filter(
    (change) => change !== null,
  )
}

function modeChange(step: Extract<Step, { modeBefore: number }>, look: Look): string | null {
  const stat = look(step.path)
  if (step.kind === 'chmod-directory' && stat?.ino !== step.inode) return `${step.path} is gone or another.`
  const mode = (stat?.mode ?? 0) & 0o7777
  return mode === step.modeBefore ? null : `The mode of ${step.path} is ${mode.toString(8)} by now.`
}

function changeOf({ path, stamp }: NonNullable<ReturnType<typeof subjectOf>>, look: Look): string | null {
  const stat = look(path)
  if (stat === null) return `${path} is gone.`
  if (!stat.isFile()) return `${path} is no regular file any more.`
  const now = stampFrom(stat)
  if (now.inode !== stamp.inode) return `${path} is another file now.`
  if (now.sizeBytes !== stamp.sizeBytes) return `${path} has ${now.sizeBytes} bytes, not ${stamp.sizeBytes}.`
  return now.modifiedAtMs === stamp.modifiedAtMs ? null : `${path} was written to.`
}

type Look = ((path: string) => Stats | null) & Disposable

/** Looks at paths below the root without following a link; directories stay open for the next path in them. */
function lookInto(root: string): Look {
  const cache = createPinCache(root)
  const missing = new Set<string>()
  const look = (path: string): Stats | null => {
    const { directory, name } = splitPath(path)
    if (path === '') return cache.pin('').stat()
    if (missing.has(directory)) return null
    // As many as a process may have open, and fewer.
    if (cache.size() >= OPEN_LIMIT) cache.close()
    const pinned = pinIfThere(cache, directory)
    if (pinned === null) missing.add(directory)
    return pinned === null ? null : (lstatSync(pinned.at(name), { throwIfNoEntry: false }) ?? null)
  }
  return Object.assign(look, { [Symbol.dispose]: cache.close })
}

const OPEN_LIMIT = 200

function pinIfThere(cache: PinCache, directory: string): PinnedDirectory | null {
  try {
    return cache.pin(directory)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null
    if (error instanceof AppError && error.code === 'path_outside')
      throw new AppError('drift', error.message, { cause: error })
    throw error
  }
}
