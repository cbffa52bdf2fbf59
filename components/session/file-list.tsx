import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { SessionFile } from '#lib/model/session.ts'
import { Age } from '../live/age.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'

/** Every file of the session: where it lies, how large it is, when it changed. */
export function FileList({
  files,
  resultsDirectory,
}: {
  files: readonly SessionFile[]
  resultsDirectory: string
}) {
  return (
    <Panel title="Files" aside={formatQuantity(files.length, 'file')}>
      <p className="border-b px-4 py-2 text-[13px] break-all text-muted">
        Below <span className="font-mono">{resultsDirectory}</span>
      </p>
      <ul>
        {files.map(({ path, kind, sizeBytes, modifiedAtMs }) => (
          <li key={path} className="flex flex-wrap items-center gap-x-4 border-b px-4 py-1.5 last:border-0">
            <span className="flex min-w-0 flex-1 basis-80 items-center gap-1">
              <span className="min-w-0 font-mono text-[13px] break-all">{printable(path)}</span>
              <CopyButton text={`${resultsDirectory}/${path}`} label="Copy the path" />
            </span>
            <span className="w-20 text-muted">{kind}</span>
            <span className="w-16 text-right">{formatBytes(sizeBytes)}</span>
            <span className="w-24 text-right text-muted">
              <Age atMs={modifiedAtMs} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
