import type { Issue, IssueItem } from '#lib/model/issue.ts'
import type { HookEvidence, IssueEvidence } from '#lib/model/issue-evidence.ts'
import { unseenItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

const NOT_EXECUTABLE = 'not executable'

type Fault = { short: string; evidence: string }

/** The critical hooks, and those that settings call, that are not there, cannot be run, or could be written by somebody else. */
export function detectHookFailure({
  hooks: all,
  captures,
  missed,
  homeUserId,
}: Pick<IssueEvidence, 'hooks' | 'captures' | 'missed' | 'homeUserId'>): Issue | null {
  // Where others capture, nobody misses them but who calls them; one that is there may still be called.
  const hooks = captures ? all.filter(({ kind, path }) => kind !== 'missing' || missed.includes(path)) : all
  const faults = hooks.flatMap((hook) => {
    const fault = faultOf(hook, { homeUserId, isCalled: missed.includes(hook.path) })
    return fault === null ? [] : [{ hook, fault }]
  })
  const unseen = hooks.filter((hook) => hook.kind === 'unseen')
  const counted = Map.groupBy(faults, ({ fault }) => fault.short)
  const executable = counted.get(NOT_EXECUTABLE)?.length ?? 0
  const restorable = faults.filter(({ hook }) => hook.kind === 'missing' && hook.foreign !== true).length
  const kinds = [...counted].map(([short, { length }]) => `${length} ${short}`)
  return makeIssue({
    type: 'hook_failure',
    severity: 'high',
    found: faults.map(({ hook, fault }) => toItem(hook, fault)),
    description: `${faults.length} of ${hooks.length} critical hooks failed: ${kinds.join(', ')}`,
    unseen: unseen.map((hook) => unseenItem(hook)),
    unseenDescription: `the state of ${unseen.length} of ${hooks.length} critical hooks is unknown`,
    action: executable + restorable > 0 ? 'fix_hooks' : null,
    advice: `${adviceFor({ executable, restorable, faults: faults.length, captures })} ${captures ? 'Until then each call of them fails.' : 'Until then results may not be captured.'}`,
  })
}

type Counts = { executable: number; restorable: number; faults: number; captures: boolean }

function adviceFor({ executable, restorable, faults, captures }: Counts): string {
  const ways = [
    executable > 0 ? 'Those that are there can be made executable' : null,
    restorable > 0 ? 'Those that are missing can be restored from this program' : null,
  ].filter((way) => way !== null)
  const install =
    restorable > 0 && !captures
      ? ' A current Claude Code hands them nothing: have it call the capture hooks with trinitas hooks install.'
      : ''
  if (ways.length === 0)
    return 'Look at what is in their place and move it away; then they can be restored. Where nothing is, write them again, or take their calls out of the settings.'
  const others = executable + restorable < faults ? ' Look at the others, and move them away.' : ''
  return `${ways.join('. ')}, and that can be undone.${others}${install}`
}

function faultOf(
  hook: HookEvidence,
  { homeUserId, isCalled }: { homeUserId: number | null; isCalled: boolean },
): Fault | null {
  switch (hook.kind) {
    case 'unseen':
      return null
    case 'missing':
      return {
        short: 'missing',
        evidence: isCalled ? 'It is missing, and settings call it: each call fails.' : 'It is missing.',
      }
    case 'unreachable':
      return { short: 'not a regular file', evidence: hook.reason }
    case 'there':
      if (hook.what === 'other')
        return { short: 'not a regular file', evidence: 'Expected a regular file, found something else.' }
      return ownerFault(hook.userId, homeUserId) ?? modeFault(hook.mode)
  }
}

/** Whoever owns a hook may rewrite what is run with the rights of the home's owner. The system's own user may anyway. */
function ownerFault(userId: number | null, homeUserId: number | null): Fault | null {
  if (userId === null || homeUserId === null || userId === homeUserId || userId === 0) return null
  return {
    short: 'of another user',
    evidence: `It belongs to user ${userId}, the home to user ${homeUserId}: find out who wrote it before it is run again.`,
  }
}

function modeFault(mode: number | null): Fault | null {
  if (mode === null || (mode & 0o100) !== 0) return null
  return { short: NOT_EXECUTABLE, evidence: `It is not executable: its mode is ${mode.toString(8)}.` }
}

function toItem({ path }: HookEvidence, { evidence }: Fault): IssueItem {
  return { name: path, sessionId: null, evidence, sinceMs: null, sizeBytes: null }
}
