import { lstatSync } from 'node:fs'
import { relative } from 'node:path'
import { CRITICAL_HOOKS, isRestorable, MONITORING_HOOKS } from '#lib/hooks/critical-hooks.ts'
import { ownFill, readPackaged } from '#lib/hooks/packaged.ts'
import type { HookEvidence } from '#lib/model/issue-evidence.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { hashOf } from '#lib/recovery/make-bytes.ts'
import { type HookFile, planHooks } from '#lib/recovery/plan-hooks.ts'
import type { PlannedItems } from '#lib/recovery/planned-items.ts'
import type { Roots } from '#lib/recovery/steps.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { missingCalls, readCaptures } from './read-captures.ts'
import { readClaudeSettings } from './read-claude-settings.ts'
import { userIdOf } from './read-conditions.ts'
import { readHooks } from './read-hooks.ts'
import { readProgramFile } from './read-program-file.ts'
import type { ClaudePlaces } from './read-settings-file.ts'

type Options = Roots & { claude: ClaudePlaces }
type FixHooks = Extract<PlanRequest, { action: 'fix_hooks' }>

/**
 * Plans that the hooks of a home are there and can be run, from what they are just now; where that is wanted, that all of
 * them are those that come with this program, with the ones that crontabs call.
 */
export function planMissingHooks(
  { home, root, claude }: Options,
  { old = 'keep' }: FixHooks,
  operationId: string,
): PlannedItems {
  const replaces = old === 'replace'
  const settings = readClaudeSettings({ home, ...claude })
  const captures = readCaptures({ home, resultsDirectory: root }, settings)
  const missed = missingCalls(settings)
  const names = new Set<string>([...CRITICAL_HOOKS, ...(replaces ? MONITORING_HOOKS : []), ...missed])
  const isNeeded = (hook: string): boolean =>
    !captures || missed.includes(hook) || MONITORING_HOOKS.some((one) => one === hook)
  const hooks = readHooks(home, [...names])
    .filter(({ kind, path }) => kind !== 'missing' || isNeeded(relative(home, path)))
    .map((evidence) => hookFile(home, evidence, replaces))
  return planHooks(hooks, { homeUserId: userIdOf(home), operationId })
}

function hookFile(home: string, evidence: HookEvidence, replaces: boolean): HookFile {
  const path = relative(home, evidence.path)
  const stat = evidence.kind === 'there' ? lstatSync(evidence.path, { throwIfNoEntry: false }) : undefined
  const isFile = stat?.isFile() === true
  return {
    path,
    evidence,
    stamp: stat === undefined ? null : stampFrom(stat),
    packaged:
      isRestorable(path) && (evidence.kind === 'missing' || (replaces && isFile)) ? packagedAt(path) : null,
    before: replaces && isFile ? readProgramFile(home, path) : null,
  }
}

function packagedAt(path: string): HookFile['packaged'] {
  const file = path.replace(/^hooks\//, '')
  const fill = ownFill()
  const bytes = readPackaged({ file, fill })
  return { file, fill, sha256: hashOf(bytes), sizeBytes: bytes.length, text: bytes.toString('utf8') }
}
