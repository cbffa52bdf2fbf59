import { Download } from 'lucide-react'
import type { AuditQuery } from '#lib/model/recovery.ts'
import { exportHref } from './audit-params.ts'

/** All that the filters leave, as a file. */
export function AuditExport({ query }: { query: AuditQuery }) {
  return (
    <span className="flex gap-2 md:ml-auto">
      {(['csv', 'json'] as const).map((format) => (
        <a
          key={format}
          href={exportHref(format, query)}
          download
          className="control inline-flex h-8 items-center gap-2 rounded-md border bg-surface px-3 hover:bg-raised"
        >
          <Download size={14} aria-hidden />
          <span className="sr-only">Export as </span>
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  )
}
