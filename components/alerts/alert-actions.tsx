'use client'

import { Bell, Send } from 'lucide-react'
import { useState } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { AlertTest, ShownWebhook } from '#lib/model/alert-view.ts'
import { postJson } from '../live/fetch-json.ts'
import { useRole } from '../live/role.tsx'
import { Button } from '../ui/button.tsx'
import { chooseNotifications, useNotificationChoice } from './notification-choice.ts'

/** How to be told: by this browser, and whether messages arrive. */
export function AlertActions({ webhooks }: { webhooks: readonly ShownWebhook[] }) {
  const isOwner = useRole() === 'owner'
  const [outcome, setOutcome] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const test = async (): Promise<void> => {
    setSending(true)
    const answer = await postJson<AlertTest>('/api/alerts/test', { to: 'all' })
    setSending(false)
    setOutcome(answer.ok ? testWords(answer.value) : answer.message)
  }
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 py-2">
      <NotificationSwitch />
      {isOwner && (
        <Button disabled={sending} onClick={() => void test()}>
          <Send size={14} aria-hidden />
          Send a test alert
        </Button>
      )}
      <p role="status" className="min-w-0 break-words text-muted">
        {outcome !== null && revealHidden(outcome)}
        {outcome === null && webhooks.length === 0 && 'No webhook is set up: Settings adds one.'}
      </p>
    </div>
  )
}

/** Whether this browser shows notifications of alerts; only the browser knows. */
export function NotificationSwitch() {
  const choice = useNotificationChoice()
  if (choice === 'unsupported') return null
  if (choice === 'denied')
    return (
      <p className="text-muted">
        This browser refuses notifications of this page; its own settings can allow them.
      </p>
    )
  return (
    <Button aria-pressed={choice === 'on'} onClick={() => void chooseNotifications(choice !== 'on')}>
      <Bell size={14} aria-hidden />
      {choice === 'on' ? 'Notified in this browser' : 'Notify me in this browser'}
    </Button>
  )
}

function testWords({ webhooks }: AlertTest): string {
  if (webhooks.length === 0) return 'Sent to open pages and the log; there is no webhook.'
  const each = webhooks.map(({ name, status, detail }) => `${printable(name)} ${status} (${detail})`)
  return `Sent to open pages and the log; ${each.join(', ')}.`
}
