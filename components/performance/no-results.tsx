'use client'

import { ChartNoAxesColumn, FilterX, Inbox } from 'lucide-react'
import { ImportHint } from '../import/import-hint.tsx'
import { useLive } from '../live/live-provider.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

type Props = {
  filtered: boolean
  /** Whether any agent was ever seen. */
  known: boolean
  /** Whether there are past runs that were never imported. */
  awaitsImport: boolean
  onClear: () => void
  onWiden: () => void
}

/** Why there is nothing to draw, and what to do: nothing matches, nothing is in the range, nothing is there yet. */
export function NoResults({ filtered, known, awaitsImport, onClear, onWiden }: Props) {
  const resultsDirectory = useLive((state) => state.status.resultsDirectory)
  const scanning = useLive((state) => state.status.scan.phase === 'scanning')
  return (
    <div className="panel">
      {filtered ? (
        <EmptyState icon={FilterX} title="No result matches">
          <p>Every result of this range is left out by the filters above.</p>
          <Button className="mt-4" onClick={onClear}>
            Clear all filters
          </Button>
        </EmptyState>
      ) : known ? (
        <EmptyState icon={ChartNoAxesColumn} title="No result in this range">
          <p>No agent finished in this time. Choose a longer range.</p>
          <Button className="mt-4" onClick={onWiden}>
            Show the last 90 days
          </Button>
        </EmptyState>
      ) : (
        <EmptyState icon={Inbox} title={scanning ? 'Reading the results' : 'No results yet'}>
          <p>
            The numbers appear here as soon as a hook writes a result to{' '}
            <code className="font-mono break-all">{resultsDirectory}/temp</code>.
          </p>
          {awaitsImport && <ImportHint />}
        </EmptyState>
      )}
    </div>
  )
}
