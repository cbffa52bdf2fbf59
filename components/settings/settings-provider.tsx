'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import type { SettingChange, SettingFault, SettingsView } from '#lib/model/setting.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { Toast } from '../ui/toast.tsx'
import { LEFT_WORDS, type Saved, saveSettings } from './save-settings.ts'
import { useFreshSettings } from './use-fresh-settings.ts'

type Settings = {
  /** Whether whoever looks may change them. */
  mayChange: boolean
  /** What is wrong in the file as it is. */
  wrong: readonly SettingFault[]
  /** What changes would come to. */
  check: (changes: readonly SettingChange[]) => Promise<Saved>
  /** Writes them, shows the page anew, and offers the way back. */
  save: (changes: readonly SettingChange[]) => Promise<Saved>
}

const SettingsContext = createContext<Settings | null>(null)

export function useSettings(): Settings {
  const settings = useContext(SettingsContext)
  if (settings === null) throw new Error('Settings are changed within their page.')
  return settings
}

type Told = { id: number; message: string; undo: string | null }

type Props = Pick<SettingsView, 'digest' | 'fault'> & { wrong: readonly SettingFault[]; children: ReactNode }

/** What the parts of the page share: on what content of the file their changes are based, and what was saved last. */
export function SettingsProvider({ digest, fault, wrong, children }: Props) {
  const router = useRouter()
  useFreshSettings({ digest, fault })
  const mayChange = useRole() === 'owner'
  const [told, setTold] = useState<Told | null>(null)
  const tell = useCallback((message: string, undo: string | null) => {
    setTold((before) => ({ id: (before?.id ?? 0) + 1, message, undo }))
  }, [])
  const save = async (changes: readonly SettingChange[]): Promise<Saved> => {
    const saved = await saveSettings({ basedOn: digest, changes })
    if (saved.kind === 'changed') tell(savedWords(saved), saved.digest)
    // What is there now is shown whether it was changed by this or by somebody else.
    if (saved.kind === 'changed' || (saved.kind === 'failed' && saved.isOutdated)) router.refresh()
    return saved
  }
  const undo = async (basedOn: string): Promise<void> => {
    const undone = await saveSettings({ basedOn, undo: true })
    tell(undone.kind === 'failed' ? undone.message : 'The settings are as they were before.', null)
    router.refresh()
  }
  const check = (changes: readonly SettingChange[]) => saveSettings({ basedOn: digest, check: true, changes })
  return (
    <SettingsContext value={{ mayChange, wrong, check, save }}>
      {children}
      <Toast
        label="What was saved"
        message={told === null ? null : String(told.id)}
        onDismiss={useCallback(() => setTold(null), [])}
      >
        {told !== null && <ToldSaved key={told.id} told={told} onUndo={undo} />}
      </Toast>
    </SettingsContext>
  )
}

type ToldProps = { told: Told; onUndo: (basedOn: string) => Promise<void> }

/** The keyboard goes on here: the button that saved is gone. */
function ToldSaved({ told: { message, undo }, onUndo }: ToldProps) {
  const place = useRef<HTMLButtonElement>(null)
  const words = useRef<HTMLSpanElement>(null)
  useEffect(() => (place.current ?? words.current)?.focus(), [])
  return (
    <>
      <span ref={words} tabIndex={-1} className="min-w-0 break-words">
        {revealHidden(message)}
      </span>
      {undo !== null && (
        <Button ref={place} onClick={() => void onUndo(undo)}>
          Undo
        </Button>
      )}
    </>
  )
}

function savedWords({ changed, left }: Extract<Saved, { kind: 'changed' }>): string {
  if (changed.length === 0) return 'All of it was so already.'
  const what = changed.length === 1 ? 'One setting is' : `${changed.length} settings are`
  return left.length === 0 ? `${what} in force now.` : `${what} written. ${LEFT_WORDS}`
}
