import { LAUNCHER } from '#lib/model/capture-hooks.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import type { ProgramStatus } from '#lib/model/hook-status.ts'
import { INSTALL_HOOKS } from './install-hooks.ts'
import { finding, fine, fromIssues, issuesOf } from './make-check.ts'

type Evidence = Pick<HealthEvidence, 'issues' | 'settings' | 'captureHooks'>

/** Whether the hooks can be run: those that capture where they are called, else the original's. */
export function checkHooks({ issues, settings, captureHooks }: Evidence): HealthCheck {
  const failures = fromIssues('hooks', issuesOf(issues, 'hook_failure'))
  const stale = captureHooks.filter(({ state }) => state !== 'current' && state !== 'unseen')
  const isCalled = settings.some(
    (file) =>
      file.kind === 'read' &&
      file.calls.some(({ hook, leadsTo }) => hook === LAUNCHER && leadsTo !== 'other'),
  )
  if (isCalled && stale.length > 0)
    return finding({
      id: 'hooks',
      result: 'warning',
      summary: 'The capture hooks are called, and not all as they should be.',
      evidence: stale.map(lineOf),
      advice: 'Install them again: what is outdated is exchanged in one moment, and that can be undone.',
      request: INSTALL_HOOKS,
    })
  if (failures !== null) return failures
  return isCalled
    ? fine('hooks', 'The capture hooks are there, current and can be run.')
    : fine('hooks', 'All critical hooks are there and can be run.')
}

const WORDS: Readonly<Record<ProgramStatus['state'], string>> = {
  current: 'is current',
  outdated: 'is of another version than this program',
  missing: 'is missing',
  not_executable: 'cannot be run',
  in_the_way: 'has something else in its place',
  unseen: 'is unknown',
}

const lineOf = ({ path, state }: ProgramStatus): string => `${path} ${WORDS[state]}.`
