'use client'

import { Webhook } from 'lucide-react'
import { useState } from 'react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { AlertTest, ShownWebhook } from '#lib/model/alert-view.ts'
import type { SettingChange } from '#lib/model/setting.ts'
import { postJson } from '../live/fetch-json.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { type Asked, SaveDialog } from './save-dialog.tsx'
import { byName } from './save-settings.ts'
import { useSettings } from './settings-provider.tsx'
import { WebhookForm } from './webhook-form.tsx'

/** Who is told of alerts. An address is shown once, to whoever types it: from then on only where it leads. */
export function WebhookList({ webhooks }: { webhooks: readonly ShownWebhook[] }) {
  const { mayChange, check, save } = useSettings()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [adding, setAdding] = useState(false)
  const ask = async (change: SettingChange): Promise<void> => {
    const planned = await check([change])
    if (planned.kind === 'failed') return setFault(planned.message)
    if (planned.kind === 'refused') return setFault(byName(planned.faults, [])[''] ?? '')
    setFault(null)
    setAsked({ changes: [change], changed: planned.changed, isTaken: planned.left.length === 0 })
  }
  const confirm = async ({ changes }: Asked): Promise<string | null> => {
    const saved = await save(changes)
    if (saved.kind === 'failed') return saved.message
    if (saved.kind === 'refused') return byName(saved.faults, [])[''] ?? ''
    setAsked(null)
    setAdding(false)
    return null
  }
  return (
    <Panel
      title="Webhooks"
      aside={mayChange && !adding && <Button onClick={() => setAdding(true)}>Add a webhook</Button>}
    >
      {webhooks.length === 0 && !adding && (
        <EmptyState icon={Webhook} title="Nobody is told by webhook">
          A webhook is an address, of a chat say, to which alerts are sent when they are raised and cleared.
        </EmptyState>
      )}
      <ul>
        {webhooks.map((webhook) => (
          <WebhookRow
            key={webhook.name}
            webhook={webhook}
            onRemove={() => void ask({ path: ['alerts', 'webhooks', webhook.name], value: null })}
          />
        ))}
      </ul>
      {adding && (
        <WebhookForm
          taken={webhooks.map(({ name }) => name)}
          fault={fault}
          onAdd={ask}
          onCancel={() => {
            setFault(null)
            setAdding(false)
          }}
        />
      )}
      {!adding && fault !== null && (
        <p role="alert" className="px-4 py-2 break-words text-failed">
          {revealHidden(fault)}
        </p>
      )}
      <SaveDialog asked={asked} settings={[]} onSave={confirm} onClose={() => setAsked(null)} />
    </Panel>
  )
}

function WebhookRow({ webhook, onRemove }: { webhook: ShownWebhook; onRemove: () => void }) {
  const { mayChange } = useSettings()
  const [outcome, setOutcome] = useState<string | null>(null)
  const { name, format, maskedUrl, allowPrivate } = webhook
  const test = async (): Promise<void> => {
    setOutcome('Sending…')
    const answer = await postJson<AlertTest>('/api/alerts/test', { to: { webhook: name } })
    setOutcome(answer.ok ? testWords(answer.value) : answer.message)
  }
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2 last:border-0">
      <span className="min-w-0 flex-1 basis-64 break-words">
        <strong className="font-semibold">{printable(name)}</strong>{' '}
        <span className="rounded border px-1.5 text-[12px] text-muted">{format}</span>
        <span className="block text-[13px] break-all text-muted">
          {printable(maskedUrl)}
          {allowPrivate && ', private networks allowed'}
        </span>
        <span role="status" className="block text-[13px] break-words text-muted">
          {outcome !== null && revealHidden(outcome)}
        </span>
      </span>
      {mayChange && (
        <span className="flex gap-2">
          <Button aria-label={`Test ${printable(name)}`} onClick={() => void test()}>
            Test
          </Button>
          <Button aria-label={`Remove ${printable(name)}`} aria-haspopup="dialog" onClick={onRemove}>
            Remove…
          </Button>
        </span>
      )}
    </li>
  )
}

const testWords = ({ webhooks: [sent] }: AlertTest): string =>
  sent === undefined ? 'It is no longer there.' : `Test ${sent.status} (${sent.detail}).`
