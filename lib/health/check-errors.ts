import { formatAge } from '#lib/format/duration.ts'
import { formatQuantity, formatRate } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { THRESHOLDS } from '#lib/model/thresholds.ts'
import { finding, fine } from './make-check.ts'

/** Results and the log of errors, both of the last 24 h. A few failing agents are everyday life; the guide's rate is not. */
export function checkErrors({
  recent,
  errorLog,
  nowMs,
}: Pick<HealthEvidence, 'recent' | 'errorLog' | 'nowMs'>): HealthCheck {
  const rate = recent.results === 0 ? 0 : recent.errors / recent.results
  const results = `${recent.errors} of ${formatQuantity(recent.results, 'result')} of the last 24 h failed (${formatRate(rate)}).`
  const log = logLine(errorLog, nowMs)
  const evidence = [results, log]
  const logged = errorLog.kind === 'read' ? errorLog.errors : 0
  if (rate > THRESHOLDS.errorRate || logged > 0)
    return finding({
      id: 'errors',
      result: 'warning',
      summary: rate > THRESHOLDS.errorRate ? results : log,
      evidence,
      advice: `Over ${formatRate(THRESHOLDS.errorRate)} of results, or any error in logs/errors.log, is worth a look: trinitas logs errors.log --since 24h, and trinitas status for the sessions.`,
    })
  if (errorLog.kind === 'unseen')
    return finding({
      id: 'errors',
      result: 'unknown',
      summary: 'What logs/errors.log says is unknown.',
      evidence,
      advice: 'Let the user who runs this read it.',
    })
  return fine('errors', 'Few errors, or none.', evidence)
}

function logLine(log: HealthEvidence['errorLog'], nowMs: number): string {
  switch (log.kind) {
    case 'none':
      return 'There is no logs/errors.log.'
    case 'unseen':
      return `logs/errors.log: ${log.reason}`
    case 'read': {
      const latest = log.latestAtMs === null ? '' : `, the latest ${formatAge(log.latestAtMs, nowMs)}`
      return `logs/errors.log has ${formatQuantity(log.errors, 'error')} of the last 24 h${log.isCut ? ' at its end' : ''}${latest}.`
    }
  }
}
