import { CircleAlert, CircleHelp, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { IssueType, Severity } from '#lib/model/issue.ts'

export const ISSUE_NAMES: Record<IssueType, string> = {
  incomplete_session: 'Incomplete sessions',
  corrupted_json: 'Corrupted files',
  missing_integration: 'Missing integrations',
  hook_failure: 'Hook failures',
  disk_space: 'Disk space',
  stale_session: 'Stale sessions',
  loose_permissions: 'Loose permissions',
  large_result: 'Large results',
  orphaned_integration: 'Orphaned integrations',
  future_time: 'Times in the future',
  truncated_report: 'Truncated reports',
  interrupted_operation: 'Interrupted operations',
}

export type SeverityLook = { word: string; icon: LucideIcon; color: string }

export const SEVERITY_LOOKS: Record<Severity, SeverityLook> = {
  critical: { word: 'Critical', icon: OctagonAlert, color: 'text-failed' },
  high: { word: 'High', icon: TriangleAlert, color: 'text-failed' },
  medium: { word: 'Medium', icon: CircleAlert, color: 'text-stale' },
  low: { word: 'Low', icon: Info, color: 'text-muted' },
}

/** Where it could not be looked: that is no finding. */
export const UNKNOWN_LOOK: SeverityLook = { word: 'Not seen', icon: CircleHelp, color: 'text-muted' }
