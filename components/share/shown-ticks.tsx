import { Eye, EyeOff } from 'lucide-react'
import { SHARE_TICKS, type ShareTick, type ShareTicks } from '#lib/model/share.ts'
import { Tick } from '../ui/tick.tsx'
import { ShareSection } from './share-section.tsx'

type Props = { show: ShareTicks; onChange: (show: ShareTicks) => void }

const TICKS: Record<ShareTick, { label: string; note: string }> = {
  errorTexts: { label: 'Error texts', note: 'as agents wrote them: they may name files, hosts and people' },
  projects: { label: 'Projects', note: 'their paths, where this view is filtered by them' },
  sessionIds: { label: 'Session ids', note: 'of the slowest sessions, and of errors that are shown' },
}

/** What can be seen by a share link or in a snapshot: always, never, and where it is ticked. */
export function ShownTicks({ show, onChange }: Props) {
  return (
    <ShareSection title="What others see by a share link or in a snapshot">
      <ul className="flex flex-col gap-1">
        <li className="flex gap-2">
          <Eye size={16} className="mt-0.5 shrink-0 text-active" aria-hidden />
          Seen: numbers, times, charts, names of agents, disk and memory of this machine, its time zone.
        </li>
        <li className="flex gap-2">
          <EyeOff size={16} className="mt-0.5 shrink-0 text-muted" aria-hidden />
          Never seen: answers, prompts, files and where they lie, any other page.
        </li>
      </ul>
      <fieldset className="flex flex-col">
        <legend className="pb-1">Seen only where it is ticked:</legend>
        {SHARE_TICKS.map((tick) => (
          <Tick
            key={tick}
            checked={show[tick]}
            onChange={(checked) => onChange({ ...show, [tick]: checked })}
          >
            {TICKS[tick].label} <span className="text-muted">({TICKS[tick].note})</span>
          </Tick>
        ))}
      </fieldset>
    </ShareSection>
  )
}
