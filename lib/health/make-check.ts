import { formatCount } from '#lib/format/number.ts'
import type { HealthCheck, HealthCheckId, HealthResult } from '#lib/model/health.ts'
import type { Issue } from '#lib/model/issue.ts'
import { remedyOf } from '#lib/model/remedy.ts'

/** As much as a report says of one check; lists of issues have all of it. */
const EVIDENCE_SHOWN = 10

const ORDER: readonly HealthResult[] = ['ok', 'unknown', 'warning', 'critical']

export const worstOf = (results: readonly HealthResult[]): HealthResult =>
  results.reduce((worst, result) => (ORDER.indexOf(result) > ORDER.indexOf(worst) ? result : worst), 'ok')

export const fine = (id: HealthCheckId, summary: string, evidence: readonly string[] = []): HealthCheck => ({
  id,
  result: 'ok',
  summary,
  evidence: shorten(evidence),
  advice: null,
  request: null,
})

type Finding = Pick<HealthCheck, 'id' | 'summary' | 'advice'> & {
  result: Exclude<HealthResult, 'ok'>
  evidence: readonly string[]
  request?: HealthCheck['request']
}

export const finding = ({ evidence, request = null, ...check }: Finding): HealthCheck => ({
  ...check,
  evidence: shorten(evidence),
  request,
})

/** A check of what detectors look for already: it says what they say. `null` where they found nothing. */
export function fromIssues(id: HealthCheckId, issues: readonly Issue[]): HealthCheck | null {
  if (issues.length === 0) return null
  const request = issues.map(remedyOf).find((remedy) => remedy !== null) ?? null
  return {
    id,
    result: worstOf(issues.map(resultOf)),
    summary: issues.map(({ description }) => `${description}.`).join(' '),
    evidence: issues.flatMap(evidenceOf),
    advice: issues.map(({ advice }) => advice).join(' '),
    request,
  }
}

function resultOf({ severity, certainty }: Issue): HealthResult {
  if (certainty === 'unknown') return 'unknown'
  return severity === 'critical' ? 'critical' : 'warning'
}

function evidenceOf({ items, count }: Issue): string[] {
  const lines = items.map(({ name, evidence }) => `${name}: ${evidence}`)
  return shorten(lines, Math.max(count, lines.length))
}

function shorten(lines: readonly string[], count = lines.length): string[] {
  if (lines.length <= EVIDENCE_SHOWN && count === lines.length) return [...lines]
  const shown = lines.slice(0, EVIDENCE_SHOWN)
  return [...shown, `… and ${formatCount(count - shown.length)} more.`]
}

export const issuesOf = (issues: readonly Issue[], ...types: Issue['type'][]): Issue[] =>
  issues.filter(({ type }) => types.includes(type))
