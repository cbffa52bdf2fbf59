import { FileQuestion } from 'lucide-react'
import { formatQuantity } from '#lib/format/number.ts'
import type { Session } from '#lib/model/session.ts'

/** Results that are expected and not there: on their way while the session is active, missing after that. */
export function MissingRuns({ session, missing }: { session: Session; missing: number }) {
  if (missing === 0) return null
  const waiting = session.state === 'active'
  return (
    <article
      aria-label={waiting ? 'Results on their way' : 'Missing results'}
      className="panel flex flex-wrap items-center gap-x-4 px-4 py-3"
    >
      {waiting ? (
        <span className="text-muted">
          {formatQuantity(missing, 'more result is', 'more results are')} expected;{' '}
          {missing === 1 ? 'its' : 'their'} agents are still at work.
        </span>
      ) : (
        <>
          <span className="flex items-center gap-1.5 text-stale">
            <FileQuestion size={16} strokeWidth={2.25} className="shrink-0" aria-hidden />
            Missing
          </span>
          <span className="text-muted">
            {formatQuantity(missing, 'result')} expected by the session’s metadata, but no file of{' '}
            {missing === 1 ? 'it is' : 'them is'} there.
          </span>
        </>
      )}
    </article>
  )
}
