import { CircleCheck, CircleHelp, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import type { HealthReport, HealthResult, HealthStatus } from '#lib/model/health.ts'

export type HealthLook = { word: string; icon: LucideIcon; color: string; fill: string }

export const RESULT_LOOKS: Readonly<Record<HealthResult, HealthLook>> = {
  ok: { word: 'OK', icon: CircleCheck, color: 'text-active', fill: 'bg-active' },
  warning: { word: 'Warning', icon: TriangleAlert, color: 'text-stale', fill: 'bg-stale' },
  critical: { word: 'Critical', icon: OctagonAlert, color: 'text-failed', fill: 'bg-failed' },
  unknown: { word: 'Unknown', icon: CircleHelp, color: 'text-muted', fill: 'bg-muted' },
}

export const STATUS_LOOKS: Readonly<Record<HealthStatus, HealthLook>> = {
  healthy: { ...RESULT_LOOKS.ok, word: 'Healthy' },
  warning: RESULT_LOOKS.warning,
  critical: RESULT_LOOKS.critical,
}

/** What the page has to say in one sentence. */
export function healthSentence({ status, checks }: Pick<HealthReport, 'status' | 'checks'>): string {
  const count = (result: HealthResult): number => checks.filter((check) => check.result === result).length
  const unknown = count('unknown')
  const unseen = unknown === 0 ? '' : `; ${unknown} could not be seen`
  if (status === 'healthy')
    return unknown === 0
      ? `Healthy: all ${checks.length} checks are good.`
      : `Healthy: ${checks.length - unknown} of ${checks.length} checks are good${unseen}.`
  const parts = [
    ...(count('critical') > 0 ? [`${count('critical')} critical`] : []),
    ...(count('warning') > 0 ? [formatQuantity(count('warning'), 'warning')] : []),
  ]
  return `${parts.join(' and ')} in ${formatQuantity(checks.length, 'check')}${unseen}.`
}
