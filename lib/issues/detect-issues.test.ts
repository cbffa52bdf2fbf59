import { expect, it } from 'vitest'
import { makeEvidence, makeFile } from '#lib/testing/make-evidence.ts'
import { makeSession } from '#lib/testing/make-session.ts'
import { detectIssues } from './detect-issues.ts'
import { ITEMS_LIMIT } from './make-issue.ts'

const NOW_MS = Date.UTC(2026, 10, 24)

it('a home in which nothing is wrong has no issue', () => {
  expect(detectIssues(makeEvidence(), NOW_MS)).toEqual([])
})

it('issues come one a type, the most severe first', () => {
  const evidence = makeEvidence({
    large: [makeFile({ sizeBytes: 12e6 })],
    notIntegrated: [makeSession({ id: 'done' })],
    live: [makeSession({ id: 'quiet', state: 'stale', lastActivityAtMs: NOW_MS - 3 * 3_600_000 })],
    unusable: [makeFile({ problemCode: 'empty_file', problemDetail: 'The file is empty.' })],
    space: [{ kind: 'seen', path: '/', freeBytes: 0, freeInodes: null }],
  })
  expect(detectIssues(evidence, NOW_MS).map(({ severity, type }) => `${severity} ${type}`)).toEqual([
    'critical disk_space',
    'high corrupted_json',
    'medium incomplete_session',
    'low missing_integration',
    'low stale_session',
    'low large_result',
  ])
})

it('an active session is offered for nothing, whatever is wrong with its files', () => {
  const file = makeFile({ area: 'temp', problemCode: 'invalid_json', problemDetail: 'Not JSON.' })
  const issues = detectIssues(
    makeEvidence({
      live: [makeSession({ id: 's', state: 'active', lastActivityAtMs: NOW_MS - 3 * 3_600_000 })],
      unusable: [file],
      large: [file],
      future: [file],
    }),
    NOW_MS,
  )
  expect(issues).toHaveLength(3)
  expect(issues.map(({ action }) => action)).toEqual([null, null, null])
})

it('an issue of a great many things counts all and lists the first', () => {
  const large = Array.from({ length: ITEMS_LIMIT + 5 }, (_, at) => makeFile({ path: `${at}` }))
  const [issue] = detectIssues(makeEvidence({ large }), NOW_MS)
  expect(issue?.count).toBe(ITEMS_LIMIT + 5)
  expect(issue?.items).toHaveLength(ITEMS_LIMIT)
})
