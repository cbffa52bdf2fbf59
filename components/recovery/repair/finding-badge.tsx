import { CircleCheck, CircleHelp, FileWarning, FileX, type LucideIcon, Scissors } from 'lucide-react'
import type { RepairFinding } from '#lib/model/repair.ts'

type Look = { word: string; icon: LucideIcon; color: string }

const LOOKS: Record<RepairFinding['kind'], Look> = {
  whole: { word: 'Whole', icon: CircleCheck, color: 'text-active' },
  cut: { word: 'Cut short', icon: Scissors, color: 'text-stale' },
  noise: { word: 'Noise in it', icon: FileWarning, color: 'text-stale' },
  hopeless: { word: 'Beyond repair', icon: FileX, color: 'text-failed' },
  unseen: { word: 'Not seen', icon: CircleHelp, color: 'text-muted' },
}

/** What was found in a file by icon, word and colour. */
export function FindingBadge({ kind }: { kind: RepairFinding['kind'] }) {
  const { word, icon: Icon, color } = LOOKS[kind]
  return (
    <span className={`flex items-center gap-1.5 whitespace-nowrap ${color}`}>
      <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
      {word}
    </span>
  )
}
