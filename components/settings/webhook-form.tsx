'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import type { SettingChange } from '#lib/model/setting.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { Tick } from '../ui/tick.tsx'

type Props = {
  /** Names that webhooks have already. */
  taken: readonly string[]
  fault: string | null
  onAdd: (change: SettingChange) => Promise<void>
  onCancel: () => void
}

/** Asks for what a webhook needs. */
export function WebhookForm({ taken, fault, onAdd, onCancel }: Props) {
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [format, setFormat] = useState<'json' | 'slack'>('json')
  const [allowPrivate, setAllowPrivate] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => first.current?.focus(), [])
  const said = taken.includes(name) ? 'One is named so already: expected a name of its own.' : fault
  const add = (): void => {
    if (taken.includes(name)) first.current?.focus()
    else void onAdd({ path: ['alerts', 'webhooks', name], value: { url, format, allowPrivate } })
  }
  return (
    <form
      className="flex flex-col gap-3 border-t px-4 py-3"
      aria-label="New webhook"
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <div className="grid gap-3 md:grid-cols-[1fr_2fr_auto]">
        <span className="flex min-w-0 flex-col gap-1">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            ref={first}
            id={`${id}-name`}
            className="field"
            required
            maxLength={100}
            autoComplete="off"
            aria-describedby={`${id}-fault`}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </span>
        <span className="flex min-w-0 flex-col gap-1">
          <label htmlFor={`${id}-url`}>Address</label>
          <input
            id={`${id}-url`}
            className="field"
            required
            type="url"
            autoComplete="off"
            placeholder="https://"
            aria-describedby={`${id}-fault`}
            value={url}
            onChange={({ target }) => setUrl(target.value)}
          />
        </span>
        <span className="flex min-w-0 flex-col gap-1">
          <label htmlFor={`${id}-format`}>Format</label>
          <select
            id={`${id}-format`}
            className="field"
            value={format}
            onChange={({ target }) => setFormat(target.value === 'slack' ? 'slack' : 'json')}
          >
            <option value="json">JSON</option>
            <option value="slack">Slack and its like</option>
          </select>
        </span>
      </div>
      <Tick checked={allowPrivate} onChange={setAllowPrivate}>
        It may lead to addresses of this machine and of private networks
      </Tick>
      <p id={`${id}-fault`} role="alert" className="break-words text-failed empty:hidden">
        {said !== null && revealHidden(said)}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <ConfirmButton tone="plain">Add…</ConfirmButton>
      </div>
    </form>
  )
}
