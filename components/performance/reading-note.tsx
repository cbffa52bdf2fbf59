import { LoaderCircle } from 'lucide-react'
import { formatCount } from '#lib/format/number.ts'
import type { MetricsReading } from '#lib/model/metrics-view.ts'

/** Says that the numbers are not of all results yet, and how far that is. */
export function ReadingNote({ reading: { results, of } }: { reading: MetricsReading }) {
  // What comes meanwhile is read too, so that there may be more than were counted.
  const words =
    of === null
      ? 'Results are being read'
      : `Reading ${formatCount(Math.min(results, of))} of ${formatCount(of)} results`
  return (
    <p role="status" className="panel flex items-center gap-2 px-4 py-2 text-stale">
      <LoaderCircle size={14} className="shrink-0 motion-safe:animate-spin" aria-hidden />
      {`${words}… The numbers below are of what is read so far.`}
    </p>
  )
}
