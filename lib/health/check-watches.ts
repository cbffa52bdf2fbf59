import { formatCount, formatQuantity, formatRate } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { finding, fine } from './make-check.ts'

/** Below this share of the limit an editor or a build may take the last ones. */
const LEAST_LEFT = 0.1

/** Whether the system has file watches left for this user: without, changes are found by reading again and again. */
export function checkWatches({ watchUse }: Pick<HealthEvidence, 'watchUse'>): HealthCheck {
  if (watchUse === null)
    return finding({
      id: 'watches',
      result: 'unknown',
      summary: 'This system does not tell how many file watches are left.',
      evidence: [],
      advice: null,
    })
  const { used, limit, processes } = watchUse
  const left = Math.max(0, limit - used)
  const evidence = [
    `${formatCount(used)} of ${formatCount(limit)} in use by ${formatQuantity(processes, 'process', 'processes')} of this user.`,
  ]
  if (left >= limit * LEAST_LEFT)
    return fine('watches', `${formatQuantity(left, 'file watch', 'file watches')} left.`, evidence)
  return finding({
    id: 'watches',
    result: 'warning',
    summary: `Only ${formatQuantity(left, 'file watch', 'file watches')} left; at least ${formatRate(LEAST_LEFT)} should be.`,
    evidence,
    advice: `Raise the limit: sysctl fs.inotify.max_user_watches=${Math.max(524_288, limit * 2)}, as root. Until then the monitor reads the directories again and again where it gets no more.`,
  })
}
