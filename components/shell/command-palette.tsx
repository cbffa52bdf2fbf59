'use client'

import { Command } from 'cmdk'
import {
  ChartLine,
  FileText,
  Gauge,
  HeartPulse,
  LifeBuoy,
  Rows3,
  ScrollText,
  Settings,
  SunMoon,
} from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { printable } from '#lib/format/printable.ts'
import { useSessionLookup } from '../live/use-session-lookup.ts'
import { sessionHref } from '../sessions/session-link.tsx'
import { STATES, StateBadge } from '../sessions/state-badge.tsx'

type Props = { open: boolean; onClose: () => void }

/** Everything one can go to or do, and any session by part of its id, from the keyboard. */
export function CommandPalette({ open, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const lookup = useSessionLookup(open ? text : '')
  const router = useRouter()
  const { setTheme } = useTheme()
  const close = (): void => {
    setText('')
    onClose()
  }
  const run = (action: () => void) => () => {
    close()
    action()
  }
  const openSession = (id: string) => run(() => router.push(sessionHref(id)))
  const heldEnter = useHeldEnter(lookup.searching, () => {
    const [first] = lookup.found
    if (first) openSession(first.id)()
  })
  useEffect(() => {
    if (!open) return dialog.current?.close()
    dialog.current?.showModal()
    input.current?.focus()
  }, [open])
  return (
    <dialog
      ref={dialog}
      aria-label="Search and commands"
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      className="panel m-auto mt-[12vh] w-[36rem] max-w-[calc(100vw-24px)] p-0 text-text backdrop:bg-black/40"
    >
      <Command label="Search and commands" loop onKeyDown={heldEnter}>
        <Command.Input
          ref={input}
          value={text}
          onValueChange={setText}
          placeholder="Go to a page, find a session…"
          className="h-12 w-full border-b bg-transparent px-4 outline-none"
        />
        <Command.List className="max-h-[min(32rem,60vh)] overflow-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-muted">
            {lookup.searching ? 'Searching…' : `Nothing matches “${text}”.`}
          </Command.Empty>
          {lookup.found.length > 0 && (
            <Command.Group heading="Sessions" className="palette-group">
              {lookup.found.map(({ id, state }) => (
                // They match already, by more than their id.
                <Command.Item
                  key={id}
                  value={`session ${id}`}
                  keywords={[text]}
                  onSelect={openSession(id)}
                  className="palette-item"
                >
                  <span className="min-w-0 flex-1 truncate font-mono">{printable(id)}</span>
                  <StateBadge state={state} />
                </Command.Item>
              ))}
            </Command.Group>
          )}
          <Command.Group heading="Go to" className="palette-group">
            <Item
              icon={<Gauge size={16} aria-hidden />}
              label="Overview"
              onSelect={run(() => router.push('/'))}
            />
            <Item
              icon={<Rows3 size={16} aria-hidden />}
              label="All sessions"
              onSelect={run(() => router.push('/sessions'))}
            />
            <Item
              icon={<ChartLine size={16} aria-hidden />}
              label="Performance"
              onSelect={run(() => router.push('/performance'))}
            />
            <Item
              icon={<LifeBuoy size={16} aria-hidden />}
              label="Recovery"
              onSelect={run(() => router.push('/recovery'))}
            />
            <Item
              icon={<FileText size={16} aria-hidden />}
              label="Logs"
              onSelect={run(() => router.push('/logs'))}
            />
            <Item
              icon={<ScrollText size={16} aria-hidden />}
              label="Audit"
              onSelect={run(() => router.push('/audit'))}
            />
            <Item
              icon={<HeartPulse size={16} aria-hidden />}
              label="Health"
              onSelect={run(() => router.push('/health'))}
            />
            <Item
              icon={<Settings size={16} aria-hidden />}
              label="Settings"
              onSelect={run(() => router.push('/settings'))}
            />
            {Object.entries(STATES).map(([state, { word, icon: Icon }]) => (
              <Item
                key={state}
                icon={<Icon size={16} aria-hidden />}
                label={`${word} sessions`}
                onSelect={run(() => router.push(`/sessions?state=${state}`))}
              />
            ))}
          </Command.Group>
          <Command.Group heading="Theme" className="palette-group">
            {(['system', 'light', 'dark'] as const).map((theme) => (
              <Item
                key={theme}
                icon={<SunMoon size={16} aria-hidden />}
                label={`Theme: ${theme}`}
                onSelect={run(() => setTheme(theme))}
              />
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </dialog>
  )
}

function Item({ icon, label, onSelect }: { icon: ReactNode; label: string; onSelect: () => void }) {
  return (
    <Command.Item value={label} onSelect={onSelect} className="palette-item">
      <span className="text-muted">{icon}</span>
      {label}
    </Command.Item>
  )
}

/** Enter that is pressed while nothing matches yet opens the first session once it is found. */
function useHeldEnter(searching: boolean, onArrived: () => void): (event: KeyboardEvent) => void {
  const held = useRef(false)
  const arrived = useRef(onArrived)
  arrived.current = onArrived
  useEffect(() => {
    if (searching || !held.current) return
    held.current = false
    arrived.current()
  }, [searching])
  return (event) => {
    if (event.key !== 'Enter') held.current = false
    else if (searching && event.currentTarget.querySelector('[aria-selected="true"]') === null) {
      held.current = true
      event.preventDefault()
    }
  }
}
