import { expect, it } from 'vitest'
import type { Issue } from '#lib/model/issue.ts'
import { recoverySentence } from './recovery-sentence.ts'

const issue = (action: Issue['action'], snoozedUntilMs: number | null = null): Issue => ({
  type: 'stale_session',
  severity: 'medium',
  certainty: 'found',
  count: 1,
  description: '1 stale session',
  sinceMs: null,
  items: [],
  action,
  advice: '',
  snoozedUntilMs,
})

it('says how much is wrong, and how much of it can be mended here', () => {
  for (const [issues, sentence] of [
    [[], 'Nothing to recover.'],
    [[issue('recover', 5)], 'Nothing to recover.'],
    [[issue('recover')], '1 kind of issue, to be mended here.'],
    [[issue(null)], '1 kind of issue, for a person to mend.'],
    [[issue('recover'), issue(null), issue(null, 5)], '2 kinds of issues, 1 to be mended here.'],
  ] as const)
    expect(recoverySentence(issues)).toBe(sentence)
})
