'use client'

import { FilterX, Inbox, Unplug } from 'lucide-react'
import { useLive } from '../live/live-provider.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

type Props = { filtered: boolean; error: string | null; onClear: () => void; onRetry: () => void }

/** Why the list is empty, and what to do: the server is gone, nothing matches, nothing is there yet. */
export function NoSessions({ filtered, error, onClear, onRetry }: Props) {
  const resultsDirectory = useLive((state) => state.status.resultsDirectory)
  const scanning = useLive((state) => state.status.scan.phase === 'scanning')
  return (
    <div className="panel flex-1">
      {error !== null ? (
        <EmptyState icon={Unplug} title="The sessions could not be loaded">
          <p>{error}</p>
          <Button className="mt-4" onClick={onRetry}>
            Try again
          </Button>
        </EmptyState>
      ) : filtered ? (
        <EmptyState icon={FilterX} title="No session matches">
          <p>Every session is hidden by what is chosen above.</p>
          <Button className="mt-4" onClick={onClear}>
            Clear all filters
          </Button>
        </EmptyState>
      ) : (
        <EmptyState icon={Inbox} title={scanning ? 'Reading the sessions' : 'No sessions yet'}>
          <p>
            {scanning
              ? 'They appear here as they are found in '
              : 'They appear here as soon as a hook writes a result to '}
            <code className="font-mono break-all">{resultsDirectory}/temp</code>.
          </p>
        </EmptyState>
      )}
    </div>
  )
}
