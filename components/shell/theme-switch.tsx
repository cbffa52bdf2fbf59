'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useHydrated } from '../live/use-hydrated.ts'

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const

/** Goes through system, light and dark. */
export function ThemeSwitch() {
  const { theme, setTheme } = useTheme()
  // The server cannot know what was chosen here.
  const chosen = useHydrated() ? theme : 'system'
  const current = chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  const Icon = ICONS[current]
  const label = `Theme: ${current}. Switch to ${NEXT[current]}`
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className="touch inline-flex size-8 items-center justify-center rounded-md hover:bg-raised"
      onClick={() => setTheme(NEXT[current])}
    >
      <Icon size={16} aria-hidden />
    </button>
  )
}
