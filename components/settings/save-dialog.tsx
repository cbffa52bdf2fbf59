'use client'

import { useRef, useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import { valueText } from '#lib/format/setting-words.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import type { SettingChange, ShownSetting } from '#lib/model/setting.ts'
import { CommandLine } from '../ui/command-line.tsx'
import { ConfirmBody } from '../ui/confirm-body.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { DialogFrame } from '../ui/dialog-frame.tsx'
import { LEFT_WORDS } from './save-settings.ts'

/** What a change would come to, as the server says it. */
export type Asked = {
  changes: readonly SettingChange[]
  changed: readonly { path: readonly string[]; from: string; to: string }[]
  /** Whether the file is in force then, nothing else being wrong in it. */
  isTaken: boolean
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
  const wayOut = useRef<HTMLButtonElement>(null)
  const [fault, setFault] = useState<string | null>(null)
  const changed = asked?.changed ?? []
  return (
    <DialogFrame
      open={asked !== null}
      title={changed.length === 1 ? 'Change 1 setting' : `Change ${changed.length} settings`}
      wayOut={wayOut}
      onOpen={() => setFault(null)}
      onClose={onClose}
    >
      {asked !== null && (
        <ConfirmBody
          wayOut={wayOut}
          fault={fault}
          actions={<ConfirmButton tone="plain">Save</ConfirmButton>}
          onConfirm={() => void onSave(asked).then(setFault)}
          onClose={onClose}
        >
          <ul className="flex flex-col gap-1">
            {changed.map(({ path, from, to }) => (
              <li key={path.join('.')} className="break-words">
                {titleOf(path, settings)}: <span className="text-muted">{printable(from)}</span> →{' '}
                <strong className="font-semibold">{printable(to)}</strong>
              </li>
            ))}
          </ul>
          <p className="text-muted">
            They are written to the config file, whose comments stay
            {asked.isTaken ? ', and in force at once.' : `. ${LEFT_WORDS}`}
          </p>
          {asked.changes.flatMap(commandOf).map((command) => (
            <CommandLine key={command} command={command} />
          ))}
        </ConfirmBody>
      )}
    </DialogFrame>
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
