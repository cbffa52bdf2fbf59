import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { ItemOutcome } from '#lib/model/operation.ts'
import { OutcomeBadge } from './operation-badge.tsx'
import { sizeWords } from './plan-words.ts'

/** As many as a person reads; all of them are in the API. */
const SHOWN = 100

/** How it went with each item: first what was not done, with its reason. */
export function ItemOutcomes({ items }: { items: readonly ItemOutcome[] }) {
  if (items.length === 0) return null
  const sorted = items.toSorted((a, b) => Number(a.outcome === 'done') - Number(b.outcome === 'done'))
  return (
    <ul aria-label="How it went" className="rounded-md border">
      {sorted.slice(0, SHOWN).map(({ name, outcome, reason, files, sizeBytes }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-3 border-b px-3 py-1.5 last:border-0">
          <OutcomeBadge outcome={outcome} />
          <span className="min-w-0 font-mono text-[13px] break-all">{printable(name)}</span>
          <span className="ml-auto whitespace-nowrap text-muted">{sizeWords({ files, sizeBytes })}</span>
          {reason !== null && (
            <span className="basis-full break-words text-muted">{revealHidden(reason)}</span>
          )}
        </li>
      ))}
      {items.length > SHOWN && (
        <li className="px-3 py-2 text-muted">And {formatCount(items.length - SHOWN)} more.</li>
      )}
    </ul>
  )
}
