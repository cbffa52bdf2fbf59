import { ShieldCheck, TriangleAlert } from 'lucide-react'
import { formatCount } from '#lib/format/number.ts'
import type { AuditVerdict } from '#lib/model/audit.ts'

/** Each entry bears a hash of the one before: whether all of them still fit. */
export function ChainVerdict({ verdict }: { verdict: AuditVerdict }) {
  if (!verdict.whole)
    return (
      <p role="alert" className="flex items-start gap-1.5 text-failed">
        <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden />
        The chain is broken at entry {formatCount(verdict.brokenAtSeq)}: it, or one before it, was changed or
        taken out.
      </p>
    )
  return (
    <p className="flex items-start gap-1.5 text-muted">
      <ShieldCheck size={16} className="mt-0.5 shrink-0 text-active" aria-hidden />
      {verdict.rows === 1
        ? 'The chain is unbroken: 1 entry.'
        : `The chain of ${formatCount(verdict.rows)} entries is unbroken.`}
    </p>
  )
}
