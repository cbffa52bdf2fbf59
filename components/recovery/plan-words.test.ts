import { describe, expect, it } from 'vitest'
import type { PlanItem, PlanSummary, Step } from '#lib/model/plan.ts'
import { freesSentence, planNumbers, planTitle, undoWords } from './plan-words.ts'

const made: Step = {
  kind: 'make',
  to: 'a.json',
  recipe: { by: 'repair', from: 'a.json' },
  sizeBytes: 1,
  sha256: '',
  modifiedAtMs: null,
}

const item = (fields: Partial<PlanItem> = {}): PlanItem => ({
  name: 'a',
  sessionId: null,
  scope: 'files',
  root: 'results',
  reason: '',
  steps: [],
  inputs: [],
  files: 1,
  sizeBytes: 1000,
  freesBytes: null,
  ...fields,
})

const plan = (action: PlanSummary['action'], shown: PlanItem[], items = shown.length): PlanSummary => ({
  id: 'p',
  action,
  items,
  shown,
  omitted: 0,
  shownOmitted: [],
  reversible: true,
  typed: null,
  command: '',
  files: shown.reduce((sum, { files }) => sum + files, 0),
  sizeBytes: shown.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  createdAtMs: 0,
  expiresAtMs: 0,
  undoes: null,
})

describe('the words of a plan', () => {
  it('tell what is repaired from what is set aside', () => {
    const mended = item({ steps: [made] })
    expect(planTitle(plan('repair', [mended]))).toBe('Repair 1 file')
    expect(planTitle(plan('repair', [item()]))).toBe('Set 1 file aside')
    expect(planTitle(plan('repair', [mended, mended, item()]))).toBe('Repair 2 files, set 1 aside')
    expect(planTitle(plan('repair', [item()], 300))).toBe('Repair 300 files')
  })

  it('count what is a file by its nature once, and no files where none is taken', () => {
    expect(planNumbers(plan('repair', [item()]))).toBe('1 file, 1.0 KB')
    expect(planNumbers(plan('integrate', [item({ files: 0, sizeBytes: 0 })]))).toBe('1 session')
    expect(planNumbers(plan('recover', [item({ files: 2 })]))).toBe('1 session, 2 files, 1.0 KB')
    expect(planTitle(plan('undo', [item({ files: 0 })]))).toBe('Undo: remove what was made')
  })

  it('say what becomes free, where that is what it is about', () => {
    expect(freesSentence(plan('repair', [item()]))).toBeNull()
    expect(freesSentence(plan('free_space', [item({ freesBytes: 80e6 }), item({ freesBytes: 0 })]))).toBe(
      'Frees about 80 MB at once.',
    )
    expect(freesSentence(plan('free_space', [item({ freesBytes: 0 })]))).toBe('Frees nothing at once.')
    expect(freesSentence(plan('free_space', [item({ freesBytes: 1e6 })], 300))).toBe(
      'Frees more than 1.0 MB at once.',
    )
  })
})

it('says what undo brings back', () => {
  expect(undoWords('repair')).toMatch(/^every file/)
  expect(undoWords('fix_permissions')).toMatch(/^every mode/)
  expect(undoWords('integrate')).toMatch(/to the trash.*comes back/)
})
