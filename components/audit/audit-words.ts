import { CircleCheck, CircleX, Hourglass, type LucideIcon, ShieldX } from 'lucide-react'
import type { AuditRow } from '#lib/model/audit.ts'

export const OUTCOME_LOOKS: Record<AuditRow['outcome'], { word: string; icon: LucideIcon; color: string }> = {
  begun: { word: 'Begun', icon: Hourglass, color: 'text-muted' },
  done: { word: 'Done', icon: CircleCheck, color: 'text-active' },
  refused: { word: 'Refused', icon: ShieldX, color: 'text-stale' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
}

/** "clean_up" as a person reads it. */
export const actionWords = (action: string): string => action.replaceAll('_', ' ')
