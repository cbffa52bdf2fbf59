import { Trash2 } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Consent, TrashEntry } from '#lib/model/recovery.ts'
import { RETENTION_MS } from '#lib/model/retention.ts'
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
  /** When the page was made. */
  nowMs: number
}

/** What was deleted and is still there, by the operation that deleted it, and whether it may go by itself. */
export function TrashList({ trash, consent, nowMs }: Props) {
  if (!trash.ok) return <PanelFault title="Trash" message={trash.message} />
  const entries = trash.value.map((entry) => ({
    entry,
    expired: nowMs - entry.trashedAtMs > RETENTION_MS.trash,
  }))
  return (
    <Panel title="Trash" aside={entries.length > 0 ? sizeOf(trash.value) : undefined}>
      {entries.length === 0 ? (
        <EmptyState icon={Trash2} title="The trash is empty">
          What is deleted comes here first. Only deleting it here frees its space.
        </EmptyState>
      ) : (
        <>
          <ul>
            {entries.map(({ entry, expired }) => (
              <TrashItem key={entry.id} entry={entry} expired={expired} />
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
      {consent.ok && <ConsentLine consent={consent.value} />}
    </Panel>
  )
}

function sizeOf(entries: readonly TrashEntry[]): string {
  const sum = (field: 'files' | 'sizeBytes'): number =>
    entries.reduce((total, entry) => total + entry[field], 0)
  return `${formatQuantity(sum('files'), 'file')}, ${formatBytes(sum('sizeBytes'))}`
}
