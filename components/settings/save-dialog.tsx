'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import { valueText } from '#lib/format/setting-words.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import type { SettingChange, ShownSetting } from '#lib/model/setting.ts'
import { Button } from '../ui/button.tsx'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'

/** What a change would come to, as the server says it. */
export type Asked = {
  changes: readonly SettingChange[]
  changed: readonly { path: readonly string[]; from: string; to: string }[]
}

type Props = {
  asked: Asked | null
  settings: readonly ShownSetting[]
  /** Resolves with why it could not be saved; `null` where it was. */
  onSave: (asked: Asked) => Promise<string | null>
  onClose: () => void
}

/** Names what becomes of each setting, and the commands that do the same, before anything is written. */
export function SaveDialog({ asked, settings, onSave, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const wayOut = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    if (asked === null) return dialog.current?.close()
    setFault(null)
    dialog.current?.showModal()
    wayOut.current?.focus()
  }, [asked])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={() => dialog.current?.open === false && onClose()}
      className="panel m-auto max-h-[calc(100dvh-24px)] w-[40rem] max-w-[calc(100vw-24px)] flex-col p-0 text-text shadow-lg backdrop:bg-black/40 open:flex"
    >
      {asked !== null && (
        <form
          className="flex min-h-0 flex-col"
          onSubmit={(event) => {
            event.preventDefault()
            void onSave(asked).then(setFault)
          }}
        >
          <h2 id={titleId} className="border-b px-4 py-3 text-lg font-semibold">
            {asked.changed.length === 1 ? 'Change 1 setting' : `Change ${asked.changed.length} settings`}
          </h2>
          <div className="flex min-h-0 flex-col gap-3 overflow-auto p-4">
            <ul className="flex flex-col gap-1">
              {asked.changed.map(({ path, from, to }) => (
                <li key={path.join('.')} className="break-words">
                  {titleOf(path, settings)}: <span className="text-muted">{printable(from)}</span> →{' '}
                  <strong className="font-semibold">{printable(to)}</strong>
                </li>
              ))}
            </ul>
            <p className="text-muted">
              They are written to the config file, whose comments stay, and in force at once.
            </p>
            {asked.changes.flatMap(commandOf).map((command) => (
              <CommandLine key={command} command={command} />
            ))}
            {fault !== null && (
              <p role="alert" className="break-words text-failed">
                {revealHidden(fault)}
              </p>
            )}
          </div>
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-3">
            <Button ref={wayOut} onClick={onClose}>
              Cancel
            </Button>
            <ConfirmButton tone="plain">Save</ConfirmButton>
          </footer>
        </form>
      )}
    </dialog>
  )
}

function titleOf(path: readonly string[], settings: readonly ShownSetting[]): string {
  const setting = settings.find((other) => other.path.join('.') === path.join('.'))
  if (setting === undefined) return printable(`Webhook ${path.at(-1) ?? ''}`)
  return setting.group === null ? setting.label : `${setting.group}: ${setting.label}`
}

/** A webhook has none: its address, a secret, would stand in the history of the shell. */
function commandOf({ path, value }: SettingChange): string[] {
  const name = path.join('.')
  if (value === null) return path[1] === 'webhooks' ? [] : [`trinitas settings unset ${name}`]
  if (typeof value === 'object' && 'url' in value) return []
  return [`trinitas settings set ${name} ${quoteForShell(valueText(value))}`]
}
