import { FileArchive, FileText } from 'lucide-react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { LogList as List, LogFile } from '#lib/model/log.ts'
import { Age } from '../live/age.tsx'
import { FORM_WORDS } from './log-words.ts'

type Props = { list: List; chosen: string | null; onOpen: (name: string) => void }

/** The files, written last first; on a phone above the lines, a few at a time. */
export function LogList({ list: { files, leftOut }, chosen, onOpen }: Props) {
  return (
    <nav
      aria-label="Logs"
      className="panel flex shrink-0 flex-col overflow-auto max-md:max-h-32 md:w-60"
      tabIndex={0}
    >
      <h1 className="sticky top-0 border-b bg-surface px-4 py-2 text-lg font-semibold">Logs</h1>
      <ul>
        {files.map((file) => (
          <li key={file.name}>
            <button
              type="button"
              aria-current={file.name === chosen ? 'true' : undefined}
              onClick={() => onOpen(file.name)}
              className={`flex w-full min-w-0 items-start gap-2 border-b px-4 py-2 text-left hover:bg-raised ${file.name === chosen ? 'bg-raised text-accent' : ''}`}
            >
              <FileWords file={file} />
            </button>
          </li>
        ))}
      </ul>
      {leftOut.length > 0 && (
        <ul aria-label="Not read" className="px-4 py-2 text-[13px] break-words text-muted">
          {leftOut.map(({ name, reason }) => (
            <li key={name}>
              <span className="font-mono">{printable(name)}</span>: {printable(reason)}
            </li>
          ))}
        </ul>
      )}
    </nav>
  )
}

function FileWords({ file }: { file: LogFile }) {
  const { name, sizeBytes, modifiedAtMs, packed, form, lines } = file
  const Icon = packed ? FileArchive : FileText
  return (
    <>
      <Icon size={14} className="mt-1 shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-[13px]" title={printable(name)}>
          {printable(name)}
        </span>
        <span className="flex flex-wrap gap-x-2 text-[12px] text-muted">
          <span>{formatBytes(sizeBytes)}</span>
          {lines !== null && <span>{formatQuantity(lines, 'line')}</span>}
          {packed && <span>compressed</span>}
          <Age atMs={modifiedAtMs} />
          {form !== null && <span className="max-md:hidden">{FORM_WORDS[form]}</span>}
        </span>
      </span>
    </>
  )
}
