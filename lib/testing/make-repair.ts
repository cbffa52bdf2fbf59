import type { RepairFinding, RepairProposal, RepairTarget } from '#lib/model/repair.ts'

/** A result of a session that has ended. */
export const makeRepairTarget = (of: Partial<RepairTarget> = {}): RepairTarget => ({
  root: 'results',
  path: 'completed/s/a.json',
  name: 'completed/s/a.json',
  standsAt: 'completed/s/a.json',
  kind: 'result',
  sessionId: 's',
  taskId: null,
  agent: null,
  sessionState: 'ended',
  hasResults: true,
  ...of,
})

/** One that says the same, of the target's own session. */
export const makeProposal = (of: Partial<RepairProposal> = {}): RepairProposal => ({
  sizeBytes: 1,
  sha256: '',
  agreement: 'same',
  sessionId: 's',
  fields: [],
  ...of,
})

export const CUT: RepairFinding = { kind: 'cut', sizeBytes: 1, sha256: '', missing: null }

export const makeFinding = (
  kind: 'noise' | 'hopeless',
  proposal: RepairProposal | null = makeProposal(),
): RepairFinding => ({ kind, reason: 'Why.', proposal })
