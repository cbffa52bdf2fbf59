'use client'

import { Regex, Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { LOG_LEVELS, type LogLevel } from '#lib/model/log.ts'
import { RangeFilter } from '../live/range-filter.tsx'
import { Button } from '../ui/button.tsx'
import { isFiltered, type LogParams } from './log-params.ts'
import type { LogChange } from './log-reader.tsx'
import { LEVEL_LOOKS } from './log-words.ts'

type Props = {
  params: LogParams
  /** Whether all of them are shown on a phone. */
  open: boolean
  searchBox: RefObject<HTMLInputElement | null>
  onChange: (change: LogChange) => void
  onClear: () => void
}

const CONTEXTS = [0, 2, 5, 10] as const

/** Which lines are shown. */
export function LogFilters({ params, open, searchBox, onChange, onClear }: Props) {
  const { text, pattern, context } = params
  return (
    <search aria-label="Lines" className="flex flex-wrap items-center gap-2">
      <label className="field flex items-center gap-2 max-md:basis-full md:min-w-72 md:flex-1">
        <Search size={14} className="shrink-0 text-muted" aria-hidden />
        <input
          ref={searchBox}
          type="search"
          className="h-full w-full min-w-0 bg-transparent outline-none"
          placeholder={pattern ? 'Pattern, as RE2 knows it' : 'Text'}
          aria-label={pattern ? 'Search by pattern' : 'Search by text'}
          value={text}
          maxLength={500}
          onChange={(event) => onChange({ text: event.target.value || null })}
        />
        <kbd className="hidden rounded border px-1 text-[11px] text-muted md:inline">/</kbd>
      </label>
      <span className={`flex-wrap items-center gap-2 md:contents ${open ? 'flex' : 'hidden'}`}>
        <Button
          aria-pressed={pattern}
          className={pattern ? 'border-accent text-accent' : ''}
          onClick={() => onChange({ pattern: !pattern })}
        >
          <Regex size={14} aria-hidden />
          Pattern
        </Button>
        <LevelFilter chosen={params.level} onChange={(level) => onChange({ level })} />
        <RangeFilter params={params} what="Written" onChange={onChange} />
        {text !== '' && (
          <select
            aria-label="Lines around"
            className="field text-[13px]"
            value={context}
            onChange={(event) => onChange({ context: Number(event.target.value) || null })}
          >
            {CONTEXTS.map((lines) => (
              <option key={lines} value={lines}>
                {lines === 0 ? 'Matches alone' : `${lines} lines around`}
              </option>
            ))}
          </select>
        )}
      </span>
      {isFiltered(params) && (
        <Button onClick={onClear}>
          <X size={14} aria-hidden />
          Clear
        </Button>
      )}
    </search>
  )
}

function LevelFilter({ chosen, onChange }: { chosen: LogLevel[]; onChange: (level: LogLevel[]) => void }) {
  const toggle = (level: LogLevel): void =>
    onChange(LOG_LEVELS.filter((name) => (name === level) !== chosen.includes(name)))
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Level</legend>
      {LOG_LEVELS.map((level) => {
        const { word, icon: Icon, color } = LEVEL_LOOKS[level]
        const on = chosen.includes(level)
        return (
          <button
            key={level}
            type="button"
            aria-pressed={on}
            onClick={() => toggle(level)}
            className={`control inline-flex h-8 items-center gap-1 rounded-md border px-2 text-[13px] hover:bg-raised ${on ? 'border-accent bg-raised' : 'bg-surface'}`}
          >
            <Icon size={14} className={color} aria-hidden />
            {word}
          </button>
        )
      })}
    </fieldset>
  )
}
