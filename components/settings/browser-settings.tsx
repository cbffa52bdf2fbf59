'use client'

import { useTheme } from 'next-themes'
import { type ReactNode, useId } from 'react'
import { NotificationSwitch } from '../alerts/alert-actions.tsx'
import { useHydrated } from '../live/use-hydrated.ts'
import { Panel } from '../ui/panel.tsx'

const THEMES = { system: 'as the system', light: 'light', dark: 'dark' } as const

/** What is kept in this browser, and is nobody else's business; a viewer changes it too. */
export function BrowserSettings() {
  const { theme, setTheme } = useTheme()
  const id = useId()
  // The server cannot know what was chosen here.
  const chosen = useHydrated() ? theme : 'system'
  return (
    <Panel title="This browser">
      <Row label={<label htmlFor={id}>Theme</label>} help="Of this browser alone.">
        <select
          id={id}
          className="field"
          value={chosen === 'light' || chosen === 'dark' ? chosen : 'system'}
          onChange={({ target }) => setTheme(target.value)}
        >
          {Object.entries(THEMES).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </Row>
      <Row label="Notifications" help="Of alerts, while a page of the dashboard is open here.">
        <NotificationSwitch />
      </Row>
    </Panel>
  )
}

const Row = ({ label, help, children }: { label: ReactNode; help: string; children: ReactNode }) => (
  <div className="grid gap-x-6 gap-y-1 border-b px-4 py-2.5 last:border-0 md:grid-cols-[minmax(0,1fr)_minmax(300px,360px)] md:items-center">
    <div>
      <span className="font-medium">{label}</span>
      <p className="text-[13px] text-muted">{help}</p>
    </div>
    <div>{children}</div>
  </div>
)
