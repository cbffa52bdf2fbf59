import { History } from 'lucide-react'
import type { Operation } from '#lib/model/operation.ts'
import type { Fetched } from '../live/fetch-json.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { MoreLink } from '../ui/more-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { OperationItem } from './operation-item.tsx'
import { PanelFault } from './panel-fault.tsx'

type Props = { operations: Fetched<Operation[]>; limit: number }

/** What was done, the newest first, each with its report and its way back. */
export function OperationList({ operations, limit }: Props) {
  if (!operations.ok) return <PanelFault title="History" message={operations.message} />
  const all = operations.value
  return (
    <Panel title="History" aside={all.length > 0 ? 'newest first' : undefined}>
      {all.length === 0 ? (
        <EmptyState icon={History} title="Nothing was done yet">
          Whatever is changed from here or a shell is kept here, with what became of each part of it.
        </EmptyState>
      ) : (
        <ul>
          {all.slice(0, limit).map((operation) => (
            <OperationItem key={operation.id} operation={operation} />
          ))}
        </ul>
      )}
      {all.length > limit && (
        <div className="border-t">
          <MoreLink href="/recovery?history=all">Show older operations</MoreLink>
        </div>
      )}
    </Panel>
  )
}
