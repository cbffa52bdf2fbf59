import { CircleCheck, CircleX, Hourglass } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { ShownWebhook, WebhookDelivery } from '#lib/model/alert-view.ts'
import { Age } from '../live/age.tsx'

const LOOKS = {
  delivered: { word: 'Delivered', icon: CircleCheck, color: 'text-active' },
  trying: { word: 'Trying', icon: Hourglass, color: 'text-muted' },
  failed: { word: 'Failed', icon: CircleX, color: 'text-failed' },
} as const

type Props = { webhooks: readonly ShownWebhook[]; deliveries: readonly WebhookDelivery[] }

/** Where messages go, and what became of them; addresses are secrets, and masked. */
export function DeliveryList({ webhooks, deliveries }: Props) {
  if (webhooks.length === 0 && deliveries.length === 0) return null
  return (
    <details className="border-b">
      <summary className="w-fit px-4 py-2 text-muted hover:text-text max-md:py-3">
        Show {formatQuantity(webhooks.length, 'webhook')} and{' '}
        {formatQuantity(deliveries.length, 'delivery', 'deliveries')}
      </summary>
      <ul aria-label="Webhooks" className="border-t px-4 py-2">
        {webhooks.map(({ name, format, maskedUrl, allowPrivate }) => (
          <li key={name} className="break-words text-muted">
            <span className="font-semibold text-text">{printable(name)}</span>, {format}, to{' '}
            <span className="font-mono text-[13px] break-all">{maskedUrl}</span>
            {allowPrivate && ', also at private addresses'}
          </li>
        ))}
      </ul>
      <ul aria-label="Deliveries" className="border-t empty:hidden">
        {deliveries.map((delivery) => (
          <Delivery key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </details>
  )
}

function Delivery({ delivery }: { delivery: WebhookDelivery }) {
  const { webhook, text, status, tries, detail, lastAtMs } = delivery
  const { word, icon: Icon, color } = LOOKS[status]
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-b px-4 py-1.5 last:border-0">
      <span className={`flex w-24 items-center gap-1.5 ${color}`}>
        <Icon size={16} strokeWidth={2.25} className="shrink-0 self-center" aria-hidden />
        {word}
      </span>
      <span className="min-w-0 flex-1 basis-72 break-words">
        {printable(webhook)}: <span className="text-muted">{revealHidden(text)}</span>
      </span>
      <span className="text-muted">
        {formatQuantity(tries, 'try', 'tries')}, {revealHidden(detail)}, <Age atMs={lastAtMs} />
      </span>
    </li>
  )
}
