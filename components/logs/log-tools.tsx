'use client'

import { Download, Pause, Radio, WrapText } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import type { LogFile } from '#lib/model/log.ts'
import { fetchJson } from '../live/fetch-json.ts'
import { Button } from '../ui/button.tsx'
import { downloadHref, type LogParams, NO_LOG_FILTERS } from './log-params.ts'
import type { LogChange } from './log-reader.tsx'

type Props = {
  name: string
  file: LogFile | null
  params: LogParams
  isLive: boolean
  /** Whether all of it is shown on a phone, and what changes that. */
  open: boolean
  fold: ReactNode
  onChange: (change: LogChange) => void
}

/** What the log is, and how it is looked at. */
export function LogTools({ name, file, params, isLive, open, fold, onChange }: Props) {
  const LiveIcon = isLive ? Radio : Pause
  return (
    <div className="flex flex-wrap items-center gap-2">
      <h2
        className="min-w-0 truncate font-mono max-md:flex-1 max-md:basis-24 font-semibold"
        title={printable(name)}
      >
        {printable(name)}
      </h2>
      {file?.packed !== true && (
        <Button
          aria-pressed={isLive}
          className={`ml-auto md:ml-0 ${isLive ? 'border-accent text-accent' : ''}`}
          title={isLive ? 'Follows the end of the log' : 'Stands still'}
          onClick={() => onChange({ live: !isLive, at: null })}
        >
          <LiveIcon size={14} aria-hidden />
          Live
        </Button>
      )}
      {fold}
      <span className={`flex-wrap gap-2 md:ml-auto md:flex ${open ? 'flex' : 'hidden'}`}>
        <JumpToTime name={name} onJump={(at) => onChange({ ...NO_LOG_FILTERS, at, live: false })} />
        <Button
          aria-pressed={params.wrap}
          className={params.wrap ? 'border-accent text-accent' : ''}
          onClick={() => onChange({ wrap: !params.wrap })}
        >
          <WrapText size={14} aria-hidden />
          Wrap
        </Button>
        <a
          href={downloadHref(name)}
          download
          className="control inline-flex h-8 items-center gap-2 rounded-md border bg-surface px-3 hover:bg-raised"
        >
          <Download size={14} aria-hidden />
          Download
        </a>
      </span>
    </div>
  )
}

/** Goes to the first line at or after a time of whoever looks. */
function JumpToTime({ name, onJump }: { name: string; onJump: (at: number) => void }) {
  const [time, setTime] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const jump = async (): Promise<void> => {
    const params = new URLSearchParams({ name, at: String(new Date(time).getTime()) })
    const result = await fetchJson<{ offset: number | null }>(
      `/api/logs/time?${params}`,
      new AbortController().signal,
    )
    if (!result.ok) setFault(result.message)
    else if (result.value.offset === null)
      setFault('Its times do not rise, and it is too long to look at every line.')
    else {
      setFault(null)
      onJump(result.value.offset)
    }
  }
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void jump()
      }}
    >
      <input
        type="datetime-local"
        step={1}
        className="field w-48 text-[13px]"
        aria-label="Time to go to"
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      <Button type="submit" disabled={time === ''}>
        Go to time
      </Button>
      {fault !== null && (
        <span role="alert" className="text-[13px] text-failed">
          {fault}
        </span>
      )}
    </form>
  )
}
