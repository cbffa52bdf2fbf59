'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import type { ShownSetting } from '#lib/model/setting.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { type Asked, SaveDialog } from './save-dialog.tsx'
import { byName } from './save-settings.ts'
import { SettingField } from './setting-field.tsx'
import { useSettings } from './settings-provider.tsx'
import { nameOf, useDrafts } from './use-drafts.ts'

export type FieldOf = (setting: ShownSetting, layout?: 'row' | 'compact') => ReactNode

type Faults = Readonly<Record<string, string>>
/** `refusal` counts them, so that the keyboard is led to a fault once and not while it is mended. */
type Refused = { faults: Faults; refusal: number }

type Props = {
  title: string
  aside?: ReactNode
  settings: readonly ShownSetting[]
  /** Lays the fields out; by default one below the other. */
  children?: (field: FieldOf) => ReactNode
}

/** A part of the settings that is changed, saved and discarded together. */
export function SettingSection({ title, aside, settings, children }: Props) {
  const { check, save, wrong } = useSettings()
  const known = byName(wrong, settings)
  const drafts = useDrafts(settings, known)
  const [{ faults, refusal }, setRefused] = useState<Refused>({ faults: {}, refusal: 0 })
  const [asked, setAsked] = useState<Asked | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useFirstFault(form, refusal)
  const refuse = (found: Faults): void =>
    setRefused((before) => ({ faults: found, refusal: before.refusal + 1 }))
  const setFaults = (left: Faults): void => setRefused((before) => ({ ...before, faults: left }))

  const ask = async (): Promise<void> => {
    const planned = await check(drafts.changes)
    if (planned.kind === 'refused') return refuse(byName(planned.faults, settings))
    if (planned.kind === 'failed') return refuse({ '': planned.message })
    setFaults({})
    if (planned.changed.length === 0) return drafts.discard()
    setAsked({ changes: drafts.changes, changed: planned.changed, isTaken: planned.left.length === 0 })
  }
  const confirm = async ({ changes }: Asked): Promise<string | null> => {
    const saved = await save(changes)
    if (saved.kind === 'failed') return saved.message
    setAsked(null)
    if (saved.kind === 'refused') refuse(byName(saved.faults, settings))
    else drafts.discard()
    return null
  }
  const field: FieldOf = (setting, layout = 'row') => (
    <SettingField
      key={nameOf(setting)}
      setting={setting}
      layout={layout}
      draft={drafts.of(setting)}
      fault={
        faults[nameOf(setting)] ?? (drafts.of(setting) === undefined ? known[nameOf(setting)] : undefined)
      }
      onChange={(value) => {
        const { [nameOf(setting)]: _, ...others } = faults
        setFaults(others)
        drafts.set(setting, value)
      }}
    />
  )
  return (
    <Panel title={title} aside={aside}>
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        {children ? children(field) : <SettingRows settings={settings} field={field} />}
        {faults[''] !== undefined && (
          <p role="alert" tabIndex={-1} className="px-4 py-2 break-words text-failed">
            {revealHidden(faults[''])}
          </p>
        )}
        {drafts.changes.length > 0 && (
          <SaveBar
            count={drafts.changes.length}
            onDiscard={() => {
              setFaults({})
              drafts.discard()
            }}
          />
        )}
      </form>
      <SaveDialog asked={asked} settings={settings} onSave={confirm} onClose={() => setAsked(null)} />
    </Panel>
  )
}

/** One a row, those that few need folded away. */
function SettingRows({ settings, field }: { settings: readonly ShownSetting[]; field: FieldOf }) {
  const rare = settings.filter((setting) => setting.rare)
  return (
    <>
      {settings.filter((setting) => !setting.rare).map((setting) => field(setting))}
      {rare.length > 0 && (
        <details className="border-t">
          <summary className="px-4 py-2 text-muted hover:text-text">Rarely needed</summary>
          {rare.map((setting) => field(setting))}
        </details>
      )}
    </>
  )
}

function SaveBar({ count, onDiscard }: { count: number; onDiscard: () => void }) {
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 rounded-b-lg border-t bg-surface px-4 py-2">
      <span role="status" className="mr-auto text-muted">
        {count === 1 ? '1 change' : `${count} changes`}, not saved
      </span>
      <Button onClick={onDiscard}>Discard</Button>
      <ConfirmButton tone="plain">Save…</ConfirmButton>
    </div>
  )
}

/** The keyboard goes to what is wrong, wherever that is folded away. */
function useFirstFault(form: { readonly current: HTMLElement | null }, refusal: number): void {
  useEffect(() => {
    if (refusal === 0) return
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid], [role="alert"]')
    for (let place = first; place; place = place.parentElement)
      if (place instanceof HTMLDetailsElement) place.open = true
    first?.focus()
  }, [form, refusal])
}
