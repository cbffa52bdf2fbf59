import type { DiffRow, Line } from '#lib/format/diff-lines.ts'
import { formatCount } from '#lib/format/number.ts'
import { revealHidden } from '#lib/format/printable.ts'
import { type Part, shortenMiddle } from './changed-parts.ts'

type Side = 'source' | 'proposed'
type Props = { side: Side; kind: DiffRow['kind']; line: Line | null; parts: readonly Part[] }

const TINTS: Record<DiffRow['kind'], string> = {
  same: '',
  changed: 'bg-stale/10',
  removed: 'bg-failed/10',
  added: 'bg-active/10',
}
const SIGNS: Record<Side, string> = { source: '−', proposed: '+' }

/** A line of one side: its number, its sign, and its text, of which what differs is marked. */
export function DiffLine({ side, kind, line, parts }: Props) {
  // On a phone the sides are one below the other: there a side without a line is none, and one line stands for both.
  const onPhone = line === null || (kind === 'same' && side === 'proposed') ? 'max-md:hidden' : ''
  // Where nothing is alike, the colour of the line says so.
  const isMarked = parts.some(({ changed }) => !changed)
  if (line === null) return <span className={`bg-raised/60 ${onPhone}`} />
  return (
    <span className={`grid min-w-0 grid-cols-[3.5rem_1.25rem_minmax(0,1fr)] ${TINTS[kind]} ${onPhone}`}>
      <span className="pr-2 text-right text-muted select-none">
        <span className="sr-only">{`${wordsOf(side, kind)} `}</span>
        {line.number}
      </span>
      <span className="text-center select-none" aria-hidden>
        {kind === 'same' ? '' : SIGNS[side]}
      </span>
      <span className="min-w-0 pr-3 wrap-anywhere whitespace-pre-wrap">
        {parts.map(({ text, changed }, at) => (
          // They never change places, so that their place is their name.
          <span key={String(at)} className={changed && isMarked ? 'bg-stale/20' : undefined}>
            <Shown text={text} />
          </span>
        ))}
      </span>
    </span>
  )
}

function wordsOf(side: Side, kind: DiffRow['kind']): string {
  if (kind === 'same') return 'Same, line'
  if (kind === 'changed') return side === 'source' ? 'Changed, line' : 'to, line'
  return kind === 'removed' ? 'Removed, line' : 'Added, line'
}

/** More of a line nobody compares by eye. */
const SHOWN_CHARACTERS = 2000

/** A carriage return would not be seen, and be all that differs. */
const visible = (text: string): string => revealHidden(text).replaceAll('\r', '\\r')

function Shown({ text }: { text: string }) {
  const { head, skipped, tail } = shortenMiddle(text, SHOWN_CHARACTERS)
  return (
    <>
      {visible(head)}
      {skipped > 0 && <span className="text-muted italic"> … {formatCount(skipped)} more characters … </span>}
      {visible(tail)}
    </>
  )
}
