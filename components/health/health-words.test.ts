import { describe, expect, it } from 'vitest'
import { checkHealth } from '#lib/health/check-health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { makeHealthEvidence } from '#lib/testing/make-health-evidence.ts'
import { healthSentence } from './health-words.ts'

const sentence = (parts: Partial<HealthEvidence>): string =>
  healthSentence(checkHealth(makeHealthEvidence(parts)))

const MISSING = [{ path: '/h', role: 'needed', state: 'missing', reason: null } as const]

describe('the sentence of the Health page', () => {
  it.each([
    [{}, 'Healthy: all 14 checks are good.'],
    [{ watchUse: null }, 'Healthy: 13 of 14 checks are good; 1 could not be seen.'],
    [{ memoryBytes: 3e9 }, '1 warning in 14 checks.'],
    [{ memoryBytes: 3e9, directories: MISSING }, '1 critical and 1 warning in 14 checks.'],
    [{ watchUse: null, directories: MISSING }, '1 critical in 14 checks; 1 could not be seen.'],
  ])('for %j is %s', (parts, words) => {
    expect(sentence(parts)).toBe(words)
  })
})
