import { type DiffRow, diffLines } from '#lib/format/diff-lines.ts'
import { formatCount } from '#lib/format/number.ts'
import { revealHidden } from '#lib/format/printable.ts'
import { shorten } from '#lib/format/shorten.ts'
import type { RepairPreview } from '#lib/model/repair.ts'
import { Panel } from '../../ui/panel.tsx'
import { DiffView } from './diff-view.tsx'

/** More of a text nobody reads here. */
const SHOWN_CHARACTERS = 50_000

type Props = Pick<RepairPreview, 'source' | 'proposed' | 'shown' | 'firstLine'>

/** The file beside what could stand for it, or alone where nothing can. */
export function DiffPanel({ source, proposed, shown, firstLine }: Props) {
  if (proposed === null)
    return (
      <Panel title="The file as it is">
        <SourceText source={shorten(source, SHOWN_CHARACTERS)} />
        {(shown !== 'whole' || source.length > SHOWN_CHARACTERS) && <Part line="border-t">{BEGINNING}</Part>}
      </Panel>
    )
  const rows = diffLines(source, proposed, { firstLine })
  return (
    <Panel title="Side by side" aside={countsOf(rows, shown)}>
      {shown === 'end' && <Part line="border-b">{END}</Part>}
      <DiffView rows={rows} />
      {shown === 'beginning' && <Part line="border-t">{BEGINNING}</Part>}
    </Panel>
  )
}

function SourceText({ source }: { source: string }) {
  if (source === '') return <p className="px-4 py-3 text-muted">There is no text in it.</p>
  return (
    <pre
      tabIndex={0}
      className="max-h-[60vh] overflow-auto px-4 py-3 font-mono text-[12.5px] leading-5 wrap-anywhere whitespace-pre-wrap"
    >
      {revealHidden(source)}
    </pre>
  )
}

const BEGINNING = 'It goes on: what is shown here is the beginning.'
const END = 'It begins before this: what is shown here is the end, where it breaks off.'

const Part = ({ line, children }: { line: string; children: string }) => (
  <p className={`px-4 py-2 text-muted ${line}`}>{children}</p>
)

/** "1 changed, 2 added" */
function countsOf(rows: readonly DiffRow[], shown: RepairPreview['shown']): string {
  const kinds = (['changed', 'removed', 'added'] as const).map((kind) => ({
    kind,
    count: rows.filter((row) => row.kind === kind).length,
  }))
  const parts = kinds
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${formatCount(count)} ${kind}`)
  if (parts.length > 0) return `lines: ${parts.join(', ')}`
  return shown !== 'whole' ? 'no line differs as far as shown' : 'no line differs'
}
