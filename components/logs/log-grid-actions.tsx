'use client'

import { Crosshair } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import type { LogLine } from '#lib/model/log.ts'
import { fetchJson } from '../live/fetch-json.ts'
import { Time } from '../live/time.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'

type Props = {
  name: string
  /** Those that are chosen. */
  lines: readonly LogLine[]
  isFiltered: boolean
  onShowAround: (offset: number) => void
}

/** What can be done with the chosen lines; nothing is there while none is. */
export function LogGridActions({ name, lines, isFiltered, onShowAround }: Props) {
  const [line] = lines
  if (line === undefined) return null
  const copied =
    lines.length === 1 && line.wholeBytes !== null
      ? () => readWhole(name, line)
      : lines.map(({ text }) => text).join('\n')
  return (
    <div
      role="toolbar"
      aria-label="Chosen lines"
      className="flex flex-wrap items-center gap-3 border-t px-3 py-1 text-[13px]"
    >
      <span className="text-muted">{formatQuantity(lines.length, 'line')}</span>
      {line.atMs !== null && <Time atMs={line.atMs} />}
      <span className="flex items-center gap-1">
        <CopyButton text={copied} label={lines.length === 1 ? 'Copy line' : 'Copy lines'} />
        Copy
      </span>
      {isFiltered && (
        <Button onClick={() => onShowAround(line.offset)}>
          <Crosshair size={14} aria-hidden />
          Show around it
        </Button>
      )}
    </div>
  )
}

/** All of a line whose beginning is shown. */
async function readWhole(name: string, { offset, text }: LogLine): Promise<string> {
  const params = new URLSearchParams({ name, offset: String(offset) })
  const result = await fetchJson<{ text: string }>(`/api/logs/line?${params}`, new AbortController().signal)
  return result.ok ? result.value.text : text
}
