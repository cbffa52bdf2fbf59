import { Trash2 } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { TrashEntry } from '#lib/model/recovery.ts'
import { Age } from '../live/age.tsx'
import type { Fetched } from '../live/fetch-json.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { ActionButton } from './action-button.tsx'
import { PanelFault } from './panel-fault.tsx'

/** What was deleted and is still there, by the operation that deleted it. */
export function TrashList({ trash }: { trash: Fetched<TrashEntry[]> }) {
  if (!trash.ok) return <PanelFault title="Trash" message={trash.message} />
  const entries = trash.value
  return (
    <Panel title="Trash" aside={entries.length > 0 ? sizeOf(entries) : undefined}>
      {entries.length === 0 ? (
        <EmptyState icon={Trash2} title="The trash is empty">
          What is deleted comes here first. Only deleting it here frees its space.
        </EmptyState>
      ) : (
        <ul>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
          {entries.length > 1 && (
            <li className="flex justify-end px-4 py-1.5">
              <ActionButton request={{ action: 'trash_purge', entries: null }}>Empty the trash…</ActionButton>
            </li>
          )}
        </ul>
      )}
    </Panel>
  )
}

function Entry({ entry: { id, trashedAtMs, files, sizeBytes } }: { entry: TrashEntry }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2 last:border-0">
      <span className="min-w-0 flex-1 basis-64 font-mono text-[13px] break-all">{printable(id)}</span>
      <span className="text-muted">
        {formatQuantity(files, 'file')}, {formatBytes(sizeBytes)}, <Age atMs={trashedAtMs} />
      </span>
      <span className="flex gap-2 md:-my-1">
        <ActionButton label={`Restore ${id}`} request={{ action: 'trash_restore', entries: [id] }}>
          Restore
        </ActionButton>
        <ActionButton label={`Delete for good: ${id}`} request={{ action: 'trash_purge', entries: [id] }}>
          Delete for good…
        </ActionButton>
      </span>
    </li>
  )
}

function sizeOf(entries: readonly TrashEntry[]): string {
  const sum = (field: 'files' | 'sizeBytes'): number =>
    entries.reduce((total, entry) => total + entry[field], 0)
  return `${formatQuantity(sum('files'), 'file')}, ${formatBytes(sum('sizeBytes'))}`
}
