import { CircleHelp, Equal, type LucideIcon, Minus, PencilLine, Plus } from 'lucide-react'
import { formatCount, formatQuantity } from '#lib/format/number.ts'
import { revealHidden } from '#lib/format/printable.ts'
import type { FieldVerdict, ProposedField } from '#lib/model/repair.ts'
import { Panel } from '../../ui/panel.tsx'

const LOOKS: Record<FieldVerdict, { word: string; icon: LucideIcon; color: string }> = {
  lost: { word: 'Lost', icon: Minus, color: 'text-failed' },
  changed: { word: 'Changed', icon: PencilLine, color: 'text-stale' },
  unclear: { word: 'Unclear', icon: CircleHelp, color: 'text-stale' },
  new: { word: 'New', icon: Plus, color: 'text-stale' },
  same: { word: 'The same', icon: Equal, color: 'text-muted' },
}
const VERDICTS = Object.keys(LOOKS) as FieldVerdict[]

const CELL = 'px-2 py-2 align-top first:pl-4 last:pr-4'
/** On a phone they stand below the field, since a row has no room for them. */
const WIDE = 'max-md:hidden'

/** What the source says and what is proposed, field by field: first what a person must look at. */
export function FieldTable({ fields }: { fields: readonly ProposedField[] }) {
  if (fields.length === 0) return null
  const sorted = VERDICTS.flatMap((verdict) => fields.filter((field) => field.verdict === verdict))
  const differing = sorted.filter(({ verdict }) => verdict !== 'same')
  const same = sorted.filter(({ verdict }) => verdict === 'same')
  return (
    <Panel title="Field by field" aside={countsOf(fields)}>
      {differing.length > 0 && <Fields label="Fields that differ" fields={differing} />}
      {same.length > 0 && (
        <details className={differing.length > 0 ? 'border-t' : ''}>
          <summary className="px-4 py-2 text-muted hover:text-text max-md:py-3">
            {formatQuantity(same.length, 'field says', 'fields say')} the same
          </summary>
          <div className="border-t">
            <Fields label="Fields that say the same" fields={same} />
          </div>
        </details>
      )}
    </Panel>
  )
}

function Fields({ label, fields }: { label: string; fields: readonly ProposedField[] }) {
  return (
    <table aria-label={label} className="w-full">
      <thead>
        <tr className="border-b text-left text-muted">
          <th className={`${CELL} font-medium`}>Field</th>
          <th className={`${CELL} ${WIDE} w-1/3 font-medium`}>The source says</th>
          <th className={`${CELL} ${WIDE} w-1/3 font-medium`}>Proposed</th>
          <th className={`${CELL} w-px font-medium`}>Verdict</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <Field key={field.path} field={field} />
        ))}
      </tbody>
    </table>
  )
}

function Field({ field: { path, verdict, source, proposed } }: { field: ProposedField }) {
  const { word, icon: Icon, color } = LOOKS[verdict]
  // A number that becomes a text reads the same.
  const isOtherKind = verdict === 'changed' && source === proposed
  return (
    <tr className="border-b last:border-0">
      <td className={`${CELL} min-w-44 wrap-anywhere font-mono text-[13px]`}>
        {path === '' ? 'the whole' : revealHidden(path)}
        <dl className="mt-1 md:hidden">
          <dt className="font-sans text-muted">The source says</dt>
          <dd>
            <Value text={source} />
          </dd>
          <dt className="font-sans text-muted">Proposed</dt>
          <dd>
            <Value text={proposed} />
          </dd>
        </dl>
      </td>
      <td className={`${CELL} ${WIDE}`}>
        <Value text={source} />
      </td>
      <td className={`${CELL} ${WIDE}`}>
        <Value text={proposed} />
      </td>
      <td className={CELL}>
        <span className={`flex items-center gap-1.5 whitespace-nowrap ${color}`}>
          <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
          {isOtherKind ? 'Other kind' : word}
        </span>
      </td>
    </tr>
  )
}

function Value({ text }: { text: string | null }) {
  if (text === null) return <span className="text-muted">–</span>
  return (
    <span className="font-mono text-[12.5px] wrap-anywhere whitespace-pre-wrap">{revealHidden(text)}</span>
  )
}

/** "1 changed, 8 the same" */
function countsOf(fields: readonly ProposedField[]): string {
  const counts = VERDICTS.map((verdict) => ({
    verdict,
    count: fields.filter((field) => field.verdict === verdict).length,
  }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${formatCount(count)} ${LOOKS[verdict].word.toLowerCase()}`)
    .join(', ')
}
