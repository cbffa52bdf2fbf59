import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { CRITICAL_HOOKS, isRestorable } from '#lib/hooks/critical-hooks.ts'
import type { HookEvidence } from '#lib/model/issue-evidence.ts'
import { containedPath } from '#lib/store/contained-path.ts'

/** What hooks of a home are, the four critical ones by default. No link is followed. */
export const readHooks = (home: string, hooks: readonly string[] = CRITICAL_HOOKS): HookEvidence[] =>
  hooks.map((hook) => readHook(home, hook))

function readHook(home: string, hook: string): HookEvidence {
  const path = join(home, hook)
  try {
    const stat = lstatSync(containedPath(home, hook), { throwIfNoEntry: false })
    if (stat === undefined) return { kind: 'missing', path, ...(isRestorable(hook) ? {} : { foreign: true }) }
    const hasModes = process.geteuid !== undefined
    return {
      kind: 'there',
      path,
      what: stat.isFile() ? 'file' : 'other',
      mode: hasModes ? stat.mode & 0o7777 : null,
      userId: hasModes ? stat.uid : null,
    }
  } catch (error) {
    return withoutStat(path, error)
  }
}

function withoutStat(path: string, error: unknown): HookEvidence {
  if (error instanceof AppError && error.code === 'path_outside')
    return { kind: 'unreachable', path, reason: error.message }
  const code = systemErrorCode(error)
  switch (code) {
    case null:
      throw error
    case 'ENOTDIR':
      return { kind: 'unreachable', path, reason: 'A level of its path is no directory.' }
    case 'EACCES':
    case 'EPERM':
      return { kind: 'unseen', path, reason: 'No permission to look at it: its state is unknown.' }
    default:
      return { kind: 'unseen', path, reason: `Looking at it failed with ${code}: its state is unknown.` }
  }
}
