import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import type { SpaceEvidence } from '#lib/model/issue-evidence.ts'
import { fine, fromIssues, issuesOf } from './make-check.ts'

/** Bytes and inodes where home and results lie. */
export const checkDiskSpace = ({ issues, space }: Pick<HealthEvidence, 'issues' | 'space'>): HealthCheck =>
  fromIssues('disk_space', issuesOf(issues, 'disk_space')) ??
  fine('disk_space', 'There is room.', space.map(lineOf))

function lineOf(place: SpaceEvidence): string {
  if (place.kind === 'unseen') return `${place.path}: ${place.reason}`
  const files = place.freeInodes === null ? '' : `, and room for ${formatCount(place.freeInodes)} files`
  return `${place.path}: ${formatBytes(place.freeBytes)} free${files}.`
}
