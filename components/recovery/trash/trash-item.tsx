import { Hourglass } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { TrashEntry } from '#lib/model/recovery.ts'
import { Age } from '../../live/age.tsx'
import { ActionButton } from '../action-button.tsx'

type Props = {
  entry: TrashEntry
  /** "7 days", as long as what is in the trash is kept. */
  kept: string
}

/** What one operation put into the trash, and both ways out of it. */
export function TrashItem({ entry: { id, trashedAtMs, files, sizeBytes, expired }, kept }: Props) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 last:border-0">
      <span className="min-w-0 flex-1 basis-64 font-mono text-[13px] break-all">{printable(id)}</span>
      <span className={`w-28 whitespace-nowrap ${expired ? '' : 'max-md:hidden'}`}>
        {expired && (
          <span className="flex items-center gap-1.5 text-stale">
            <Hourglass size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
            Past {kept}
          </span>
        )}
      </span>
      <span className="text-muted md:w-48 md:text-right">
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
