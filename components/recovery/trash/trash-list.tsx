import { Trash2 } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatKeeping } from '#lib/format/duration.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Consent, TrashEntry } from '#lib/model/recovery.ts'
import type { Fetched } from '../../live/fetch-json.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ActionButton } from '../action-button.tsx'
import { PanelFault } from '../panel-fault.tsx'
import { ConsentLine } from './consent-line.tsx'
import { TrashItem } from './trash-item.tsx'

type Props = {
  trash: Fetched<TrashEntry[]>
  consent: Fetched<Consent | null>
  /** How long it is kept here, milliseconds; 0 is for ever. */
  keptMs: number
}

/** What was deleted and is still there, by the operation that deleted it, and whether it may go by itself. */
export function TrashList({ trash, consent, keptMs }: Props) {
  if (!trash.ok) return <PanelFault title="Trash" message={trash.message} />
  const entries = trash.value
  const kept = formatKeeping(keptMs)
  return (
    <Panel title="Trash" aside={entries.length > 0 ? sizeOf(entries) : undefined}>
      {entries.length === 0 ? (
        <EmptyState icon={Trash2} title="The trash is empty">
          What is deleted comes here first. Only deleting it here frees its space.
        </EmptyState>
      ) : (
        <>
          <ul>
            {entries.map((entry) => (
              <TrashItem key={entry.id} entry={entry} kept={kept} />
            ))}
          </ul>
          <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-1.5 empty:hidden">
            {entries.some(({ expired }) => expired) && (
              <ActionButton request={{ action: 'trash_purge', entries: null, expired: true }}>
                Purge expired…
              </ActionButton>
            )}
            {entries.length > 1 && (
              <ActionButton request={{ action: 'trash_purge', entries: null }}>Empty the trash…</ActionButton>
            )}
          </div>
        </>
      )}
      {consent.ok && keptMs > 0 && <ConsentLine consent={consent.value} kept={kept} />}
    </Panel>
  )
}

function sizeOf(entries: readonly TrashEntry[]): string {
  const sum = (field: 'files' | 'sizeBytes'): number =>
    entries.reduce((total, entry) => total + entry[field], 0)
  return `${formatQuantity(sum('files'), 'file')}, ${formatBytes(sum('sizeBytes'))}`
}
