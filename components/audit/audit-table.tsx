import { printable } from '#lib/format/printable.ts'
import type { AuditRow } from '#lib/model/audit.ts'
import { Time } from '../live/time.tsx'
import { actionWords, OUTCOME_LOOKS } from './audit-words.ts'

const CELL = 'px-2 py-2 align-top first:pl-4 last:pr-4'
/** On a phone they stand below the action, since a row has no room for them. */
const WIDE = 'max-md:hidden'

/** Entries, one a row. */
export function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <table aria-label="Audit" className="w-full">
      <thead>
        <tr className="border-b text-left text-muted">
          <th className={`${CELL} w-px font-medium`}>Time</th>
          <th className={`${CELL} ${WIDE} font-medium`}>User</th>
          <th className={`${CELL} font-medium`}>Action</th>
          <th className={`${CELL} w-px font-medium`}>Outcome</th>
          <th className={`${CELL} ${WIDE} w-1/2 font-medium`}>Detail</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Entry key={row.seq} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Entry({ row }: { row: AuditRow }) {
  const { seq, atMs, user, action, outcome } = row
  const { word, icon: Icon, color } = OUTCOME_LOOKS[outcome]
  return (
    <tr className="border-b last:border-0">
      <td className={`${CELL} min-w-[6.75rem] md:whitespace-nowrap`} title={`Entry ${seq}`}>
        <Time atMs={atMs} />
      </td>
      <td className={`${CELL} ${WIDE} break-words`}>{printable(user)}</td>
      <td className={`${CELL} break-words`}>
        {printable(actionWords(action))}
        <div className="text-[13px] break-words text-muted md:hidden">
          {printable(user)}
          <Detail row={row} />
        </div>
      </td>
      <td className={CELL}>
        <span className={`flex items-center gap-1.5 whitespace-nowrap ${color}`}>
          <Icon size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
          {word}
        </span>
      </td>
      <td className={`${CELL} ${WIDE} text-[13px]`}>
        <Detail row={row} />
      </td>
    </tr>
  )
}

function Detail({ row: { detail } }: { row: AuditRow }) {
  return (
    <dl className="flex min-w-0 flex-wrap gap-x-4">
      {Object.entries(detail).map(([name, value]) => (
        <div key={name} className="flex min-w-0 gap-1">
          <dt className="text-muted">{printable(actionWords(name))}</dt>
          <Value text={String(value ?? '–')} />
        </div>
      ))}
    </dl>
  )
}

/** A digest says by its beginning which one it is; it stands whole in the exported file. */
const DIGEST = /^[0-9a-f]{64}$/
const DIGEST_SHOWN = 12

function Value({ text }: { text: string }) {
  const isDigest = DIGEST.test(text)
  return (
    <dd className="min-w-0 font-mono text-[12.5px] break-all" title={isDigest ? text : undefined}>
      {isDigest ? `${text.slice(0, DIGEST_SHOWN)}…` : printable(text)}
    </dd>
  )
}
