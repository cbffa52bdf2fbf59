'use client'

import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useEffect, useRef, useState } from 'react'
import { useSessionLookup } from '../live/use-session-lookup.ts'
import { sessionHref } from '../sessions/session-link.tsx'
import { STATES, StateBadge } from '../sessions/state-badge.tsx'

type Props = { open: boolean; onClose: () => void }

/** Everything one can go to or do, and any session by part of its id, from the keyboard. */
export function CommandPalette({ open, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const sessions = useSessionLookup(open ? text : '')
  const router = useRouter()
  const { setTheme } = useTheme()
  useEffect(() => {
    if (!open) return dialog.current?.close()
    dialog.current?.showModal()
    input.current?.focus()
  }, [open])
  const run = (action: () => void) => () => {
    onClose()
    setText('')
    action()
  }
  const item = (label: string, action: () => void) => (
    <Command.Item key={label} value={label} onSelect={run(action)} className="palette-item">
      {label}
    </Command.Item>
  )
  return (
    <dialog
      ref={dialog}
      aria-label="Search and commands"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="panel m-auto mt-[12vh] w-[36rem] max-w-[calc(100vw-24px)] p-0 text-text backdrop:bg-black/40"
    >
      <Command label="Search and commands" loop>
        <Command.Input
          ref={input}
          value={text}
          onValueChange={setText}
          placeholder="Go to a page, find a session…"
          className="h-12 w-full border-b bg-transparent px-4 outline-none"
        />
        <Command.List className="max-h-96 overflow-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-muted">
            Nothing matches “{text}”.
          </Command.Empty>
          {sessions.length > 0 && (
            <Command.Group heading="Sessions" className="palette-group">
              {sessions.map(({ id, state }) => (
                <Command.Item
                  key={id}
                  value={`session ${id}`}
                  keywords={[text]}
                  onSelect={run(() => router.push(sessionHref(id)))}
                  className="palette-item"
                >
                  <span className="min-w-0 flex-1 truncate font-mono">{id}</span>
                  <StateBadge state={state} />
                </Command.Item>
              ))}
            </Command.Group>
          )}
          <Command.Group heading="Go to" className="palette-group">
            {item('Overview', () => router.push('/'))}
            {item('All sessions', () => router.push('/sessions'))}
            {Object.entries(STATES).map(([state, { word }]) =>
              item(`${word} sessions`, () => router.push(`/sessions?state=${state}`)),
            )}
          </Command.Group>
          <Command.Group heading="Theme" className="palette-group">
            {(['system', 'light', 'dark'] as const).map((theme) =>
              item(`Theme: ${theme}`, () => setTheme(theme)),
            )}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  )
}
