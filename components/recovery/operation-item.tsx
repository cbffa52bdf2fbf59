import { ChevronRight } from 'lucide-react'
import { printable, revealHidden } from '#lib/format/printable.ts'
import type { Operation } from '#lib/model/operation.ts'
import { Age } from '../live/age.tsx'
import { Time } from '../live/time.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ActionButton } from './action-button.tsx'
import { ItemOutcomes } from './item-outcomes.tsx'
import { OperationBadge } from './operation-badge.tsx'
import { operationTitle, sizeWords } from './plan-words.ts'

const anchorOf = (id: string): string => `operation-${id}`

/** One operation: what it did and when; it opens to how it went with each item. */
export function OperationItem({ operation }: { operation: Operation }) {
  const { id, status, user, startedAtMs, undoable, undoneBy } = operation
  const sizes = sizeWords(operation)
  return (
    <li id={anchorOf(id)} className="flex items-start gap-x-3 border-b px-4 py-2 last:border-0">
      <details className="group/operation min-w-0 flex-1 basis-56">
        <summary className="flex list-none items-start gap-2 hover:text-accent max-md:py-2.5 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            size={14}
            className="mt-[3px] shrink-0 text-muted group-open/operation:rotate-90"
            aria-hidden
          />
          <span className="flex min-w-0 flex-wrap items-center gap-x-3">
            <span className="md:w-20">
              <OperationBadge status={status} />
            </span>
            <span className="font-semibold">{operationTitle(operation)}</span>
            {undoneBy !== null && <span className="text-muted">undone</span>}
            <span className="text-muted">
              {sizes !== null && `${sizes}, `}by {printable(user)}, <Age atMs={startedAtMs} />
            </span>
          </span>
        </summary>
        <Report operation={operation} />
      </details>
      {undoable && (
        <span className="md:-my-1.5">
          <ActionButton
            label={`Undo: ${operationTitle(operation)}`}
            request={{ action: 'undo', operation: id }}
          >
            Undo
          </ActionButton>
        </span>
      )}
    </li>
  )
}

function Report({ operation }: { operation: Operation }) {
  const { id, startedAtMs, resumed, items, omitted, undoes, undoneBy } = operation
  return (
    <div className="flex flex-col gap-2 py-2">
      <p className="flex flex-wrap items-center gap-x-3 text-muted">
        <Time atMs={startedAtMs} />
        <span className="flex min-w-0 items-center gap-1">
          Operation <span className="font-mono text-[13px] break-all">{id}</span>
          <CopyButton text={id} label="Copy the operation’s id" />
        </span>
      </p>
      {resumed && <p>It was interrupted, and ended when the monitor started again.</p>}
      {undoes !== null && <Other words="It took back" id={undoes} />}
      {undoneBy !== null && <Other words="It was taken back by" id={undoneBy} />}
      <ItemOutcomes items={items} />
      {omitted.map(({ name, reason }) => (
        <p key={`${name} ${reason}`} className="break-words text-muted">
          Left out: <span className="font-mono text-[13px] break-all">{printable(name)}</span>.{' '}
          {revealHidden(reason)}
        </p>
      ))}
    </div>
  )
}

function Other({ words, id }: { words: string; id: string }) {
  return (
    <p>
      {words}{' '}
      <a href={`#${anchorOf(id)}`} className="font-mono text-[13px] break-all text-accent hover:underline">
        {id}
      </a>
      .
    </p>
  )
}
