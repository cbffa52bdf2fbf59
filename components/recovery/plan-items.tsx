'use client'

import { useState } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { PlanItem } from '#lib/model/plan.ts'
import { StepLine } from './step-line.tsx'

type Props = { items: readonly PlanItem[]; total: number }

/** What a plan does, item by item; each opens to its reason and its steps. */
export function PlanItems({ items, total }: Props) {
  return (
    <ul aria-label="What is done" className="rounded-md border">
      {items.map((item) => (
        <li key={item.name} className="border-b last:border-0">
          <Item item={item} opened={total === 1} />
        </li>
      ))}
      {total > items.length && (
        <li className="px-3 py-2 text-muted">And {formatCount(total - items.length)} more.</li>
      )}
    </ul>
  )
}

/** The steps of many items are a great deal: they are drawn for what is opened. */
function Item({ item, opened }: { item: PlanItem; opened: boolean }) {
  const [open, setOpen] = useState(opened)
  const { name, reason, steps, files, sizeBytes } = item
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="px-3 py-2 hover:bg-raised">
        <span className="font-mono text-[13px] break-all">{printable(name)}</span>{' '}
        <span className="whitespace-nowrap text-muted">
          {formatQuantity(files, 'file')}, {formatBytes(sizeBytes)}
        </span>
      </summary>
      {open && (
        <div className="flex flex-col gap-2 border-t px-3 py-2">
          <p className="break-words text-muted">{revealHidden(reason)}</p>
          <ol className="flex flex-col gap-1">
            {steps.map((step, at) => (
              // They have no names and never change places, so that their place is their name.
              <StepLine key={String(at)} step={step} />
            ))}
          </ol>
        </div>
      )}
    </details>
  )
}
