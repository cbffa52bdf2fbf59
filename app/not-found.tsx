import { SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { EmptyState } from '../components/ui/empty-state.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <div className="panel">
      <EmptyState icon={SearchX} title="There is no such page or session" heading>
        Its files may have been cleaned up, or its id is another one. Look it up among{' '}
        <Link className="text-accent underline" href="/sessions">
          all sessions
        </Link>
        .
      </EmptyState>
    </div>
  )
}
