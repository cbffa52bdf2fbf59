'use client'

import { useId, useState } from 'react'
import { parseDuration } from '#lib/format/duration.ts'
import { SHARE_LIFE_MS, SHARE_NAME_LIMIT_CHARACTERS, type ShareTicks } from '#lib/model/share.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { shareCommand } from './view-address.ts'

export type Asked = { name: string; lifeMs: number }

type Props = { query: string; show: ShareTicks; onMake: (asked: Asked) => Promise<void> }

const LIVES = { '1d': '1 day', '7d': '7 days', '30d': '30 days', '90d': '90 days' } as const

/** Whom a link is for and how long it holds, and the command that makes the same one. */
export function ShareForm({ query, show, onMake }: Props) {
  const [name, setName] = useState('')
  const [expires, setExpires] = useState<string>('7d')
  const [making, setMaking] = useState(false)
  const nameId = useId()
  const expiresId = useId()
  const make = async (): Promise<void> => {
    setMaking(true)
    await onMake({ name, lifeMs: parseDuration(expires) ?? SHARE_LIFE_MS })
    setMaking(false)
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (!making) void make()
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={nameId}>Name</label>
        <input
          id={nameId}
          className="field min-w-40 flex-1"
          required
          maxLength={SHARE_NAME_LIMIT_CHARACTERS}
          autoComplete="off"
          placeholder="Whom it is for"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor={expiresId}>Expires after</label>
        <select
          id={expiresId}
          className="field"
          value={expires}
          onChange={(event) => setExpires(event.target.value)}
        >
          {Object.entries(LIVES).map(([life, words]) => (
            <option key={life} value={life}>
              {words}
            </option>
          ))}
        </select>
        <ConfirmButton tone="plain" disabled={making}>
          Make share link
        </ConfirmButton>
      </div>
      <CommandLine command={shareCommand({ query, name, expires, show })} />
    </form>
  )
}
