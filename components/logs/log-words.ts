import { Bug, CircleX, Info, type LucideIcon, OctagonAlert, Route, TriangleAlert } from 'lucide-react'
import type { LogLevel } from '#lib/model/log.ts'

export const LEVEL_LOOKS: Record<LogLevel, { word: string; icon: LucideIcon; color: string }> = {
  trace: { word: 'Trace', icon: Route, color: 'text-muted' },
  debug: { word: 'Debug', icon: Bug, color: 'text-muted' },
  info: { word: 'Info', icon: Info, color: 'text-muted' },
  warning: { word: 'Warning', icon: TriangleAlert, color: 'text-stale' },
  error: { word: 'Error', icon: CircleX, color: 'text-failed' },
  critical: { word: 'Critical', icon: OctagonAlert, color: 'text-failed' },
}

export const FORM_WORDS = {
  bracketed: '[time] [LEVEL] text',
  plain: 'time [LEVEL] text',
  json: 'JSON lines',
  other: 'plain text',
} as const
