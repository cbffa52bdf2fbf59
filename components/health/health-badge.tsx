import type { HealthLook } from './health-words.ts'

export function HealthBadge({ look: { word, icon: Icon, color } }: { look: HealthLook }) {
  return (
    <span className={`flex w-24 shrink-0 items-center gap-1.5 ${color}`}>
      <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
      {word}
    </span>
  )
}
