import type { Issue, IssueItem } from '#lib/model/issue.ts'
import type { HookEvidence, IssueEvidence } from '#lib/model/issue-evidence.ts'
import { unseenItem } from './items.ts'
import { makeIssue } from './make-issue.ts'

const NOT_EXECUTABLE = 'not executable'

type Fault = { short: string; evidence: string }

/** The critical hooks that are not there, cannot be run, or could be written by somebody else. */
export function detectHookFailure({
  hooks,
  homeUserId,
}: Pick<IssueEvidence, 'hooks' | 'homeUserId'>): Issue | null {
  const faults = hooks.flatMap((hook) => {
    const fault = faultOf(hook, homeUserId)
    return fault === null ? [] : [{ hook, fault }]
  })
  const unseen = hooks.filter((hook) => hook.kind === 'unseen')
  const counted = Map.groupBy(faults, ({ fault }) => fault.short)
  const kinds = [...counted].map(([short, { length }]) => `${length} ${short}`)
  return makeIssue({
    type: 'hook_failure',
    severity: 'high',
    found: faults.map(({ hook, fault }) => toItem(hook, fault)),
    description: `${faults.length} of ${hooks.length} critical hooks failed: ${kinds.join(', ')}`,
    unseen: unseen.map((hook) => unseenItem(hook)),
    unseenDescription: `the state of ${unseen.length} of ${hooks.length} critical hooks is unknown`,
    action: counted.has(NOT_EXECUTABLE) ? 'fix_hooks' : null,
    advice: `${adviceFor(counted.get(NOT_EXECUTABLE)?.length ?? 0, faults.length)} Until then results may not be captured.`,
  })
}

function adviceFor(notExecutable: number, faults: number): string {
  if (notExecutable === 0) return 'Install them again with ./install.sh --force of Trinitas.'
  if (notExecutable === faults) return 'They can be made executable, and that can be undone.'
  return 'Those that are there can be made executable; the others are installed again with ./install.sh --force of Trinitas.'
}

function faultOf(hook: HookEvidence, homeUserId: number | null): Fault | null {
  switch (hook.kind) {
    case 'unseen':
      return null
    case 'missing':
      return { short: 'missing', evidence: 'It is missing.' }
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
