import { ExternalLink } from 'lucide-react'
import { printable } from '#lib/format/printable.ts'
import type { PlanItem } from '#lib/model/plan.ts'
import { repairHref } from './repair-href.ts'

/** To the page of a broken file, beside the dialog that asks about it. */
export function LookAside({ item: { name } }: { item: PlanItem }) {
  return (
    <a
      href={repairHref(name)}
      target="_blank"
      rel="noopener"
      aria-label={`Look at it: ${printable(name)}, in a new tab`}
      className="inline-flex items-center gap-1 self-start text-accent hover:underline max-md:min-h-11"
    >
      Look at it
      <ExternalLink size={12} aria-hidden />
    </a>
  )
}
