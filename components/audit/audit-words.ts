import { CircleCheck, CircleX, Hourglass, type LucideIcon, ShieldX } from 'lucide-react'
import type { AuditRow } from '#lib/model/audit.ts'

export const OUTCOME_LOOKS: Record<AuditRow['outcome'], { word: string; icon: LucideIcon; color: string }> = {
  begun: { word: 'Begun', icon: Hourglass, color: 'text-muted' },
  done: { word: 'Done', icon: CircleCheck, color: 'text-active' },
  refused: { word: 'Refused', icon: ShieldX, color: 'text-stale' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
}

/** Where the words of an action alone would not say what was done. */
const NAMES: Readonly<Record<string, string>> = {
  repair: 'repair files',
  job_health_check: 'scheduled health check',
  job_clean_up: 'scheduled clean-up',
  job_auto_recovery: 'scheduled recovery',
  integrate: 'integrate sessions',
  share_add: 'make a share link',
  pin: 'keep a session',
  unpin: 'no longer keep a session',
  consent_give: 'consent to purge',
  consent_withdraw: 'withdraw consent to purge',
}

/** "clean_up" as a person reads it. */
export const actionWords = (action: string): string =>
  Object.hasOwn(NAMES, action) ? (NAMES[action] ?? action) : action.replaceAll('_', ' ')
