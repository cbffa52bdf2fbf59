import type { DiffRow } from '#lib/format/diff-lines.ts'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { changedParts, type Part } from './changed-parts.ts'
import { DiffLine } from './diff-line.tsx'
import { type DrawLimits, foldRows, limitRows } from './fold-rows.ts'

/** A thousand lines are a megabyte of page. */
const LIMITS: DrawLimits = { rows: 500, folded: 500, fold: 100 }

/** Two texts side by side, line beside line; on a phone a line and what stands for it one above the other. */
export function DiffView({ rows }: { rows: readonly DiffRow[] }) {
  const { groups, left } = limitRows(foldRows(rows), LIMITS)
  return (
    <div className="font-mono text-[12.5px] leading-5">
      <div className="grid border-b font-sans text-[13px] text-muted md:grid-cols-2 md:divide-x">
        <span className="px-4 py-1.5">− As it is on disk</span>
        <span className="px-4 py-1.5 max-md:pt-0">+ As it is proposed</span>
      </div>
      <div>
        {groups.map(({ folded, rows: group, count }, at) =>
          // They never change places, so that their place is their name.
          folded ? (
            <Folded key={String(at)} rows={group} count={count} />
          ) : (
            <Rows key={String(at)} rows={group} />
          ),
        )}
      </div>
      {left > 0 && (
        <p className="border-t px-4 py-2 font-sans text-muted">And {formatQuantity(left, 'more line')}.</p>
      )}
    </div>
  )
}

const keyOf = ([row]: readonly DiffRow[]): string =>
  `${row?.source?.number ?? ''}-${row?.proposed?.number ?? ''}`

function Rows({ rows }: { rows: readonly DiffRow[] }) {
  return (
    <ol>
      {rows.map((row) => (
        <li key={keyOf([row])} className="grid md:grid-cols-2 md:divide-x">
          <Sides row={row} />
        </li>
      ))}
    </ol>
  )
}

function Sides({ row: { kind, source, proposed } }: { row: DiffRow }) {
  const [before, after] = partsOf(source?.text ?? '', proposed?.text ?? '', kind)
  return (
    <>
      <DiffLine side="source" kind={kind} line={source} parts={before} />
      <DiffLine side="proposed" kind={kind} line={proposed} parts={after} />
    </>
  )
}

function partsOf(source: string, proposed: string, kind: DiffRow['kind']): [Part[], Part[]] {
  if (kind === 'changed') return changedParts(source, proposed)
  return [[{ text: source, changed: false }], [{ text: proposed, changed: false }]]
}

const FOLD = 'border-y first:border-t-0 last:border-b-0'
const FOLD_LINE = 'bg-raised px-4 py-1 font-sans text-[13px] text-muted'

function Folded({ rows, count }: { rows: readonly DiffRow[]; count: number }) {
  const words = `… ${formatQuantity(count, 'line')} the same`
  if (rows.length === 0) return <p className={`${FOLD} ${FOLD_LINE}`}>{words}</p>
  return (
    <details className={FOLD}>
      <summary
        className={`list-none hover:text-text max-md:py-3 [&::-webkit-details-marker]:hidden ${FOLD_LINE}`}
      >
        {words}
      </summary>
      <Rows rows={rows} />
      {count > rows.length && (
        <p className="px-4 py-1 font-sans text-muted">And {formatCount(count - rows.length)} more.</p>
      )}
    </details>
  )
}
