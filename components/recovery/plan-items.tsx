'use client'

import { useState } from 'react'
import { formatBytes } from '#lib/format/bytes.ts'
import { formatCount } from '#lib/format/number.ts'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { PlanAction, PlanItem } from '#lib/model/plan.ts'
import { PlanDiff } from './plan-diff.tsx'
import { isMended, sizeWords } from './plan-words.ts'
import { LookAside } from './repair/look-aside.tsx'
import { StepLine } from './step-line.tsx'

type Props = { action: PlanAction; items: readonly PlanItem[]; total: number }

/** What a plan does, item by item; each opens to its reason and its steps. */
export function PlanItems({ action, items, total }: Props) {
  return (
    <ul aria-label="What is done" className="rounded-md border">
      {items.map((item) => (
        <li key={item.name} className="border-b last:border-0">
          <Item action={action} item={item} opened={total === 1} />
        </li>
      ))}
      {total > items.length && (
        <li className="px-3 py-2 text-muted">And {formatCount(total - items.length)} more.</li>
      )}
    </ul>
  )
}

/** The steps of many items are a great deal: they are drawn for what is opened. */
function Item({ action, item, opened }: { action: PlanAction; item: PlanItem; opened: boolean }) {
  // What changes in a file of somebody's own is not to be looked for.
  const [open, setOpen] = useState(opened || item.diff !== undefined)
  const { name, reason, steps } = item
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="px-3 py-2 hover:bg-raised">
        <span className="font-mono text-[13px] break-all">{printable(name)}</span>{' '}
        <span className="whitespace-nowrap text-muted">{numbersOf(action, item)}</span>
      </summary>
      {open && (
        <div className="flex flex-col gap-2 border-t px-3 py-2">
          <p className="break-words text-muted">{revealHidden(reason)}</p>
          {action === 'repair' && <LookAside item={item} />}
          {item.diff !== undefined && <PlanDiff name={name} lines={item.diff} />}
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

/** "3 files, 80 MB, frees about 79 MB"; of what is one file by its nature, the size alone. */
function numbersOf(action: PlanAction, item: PlanItem): string {
  const { sizeBytes, freesBytes } = item
  const isFile = action === 'repair' || action === 'fix_hooks'
  const parts = [
    isFile ? formatBytes(sizeBytes) : sizeWords(item),
    action === 'repair' && !isMended(item) ? 'set aside' : null,
    freesBytes && freesBytes !== sizeBytes ? `frees about ${formatBytes(freesBytes)}` : null,
  ]
  return parts.filter((words) => words !== null).join(', ')
}
