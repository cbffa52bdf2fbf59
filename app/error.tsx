'use client'

import { CircleX } from 'lucide-react'
import { Button } from '../components/ui/button.tsx'
import { EmptyState } from '../components/ui/empty-state.tsx'

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <div className="panel">
      <EmptyState icon={CircleX} title="This page could not be shown" heading>
        <p>
          Nothing on disk was changed. The terminal that runs npm start says what happened
          {error.digest ? ` (look for ${error.digest})` : ''}.
        </p>
        <Button className="mt-4" onClick={reset}>
          Try again
        </Button>
      </EmptyState>
    </div>
  )
}
