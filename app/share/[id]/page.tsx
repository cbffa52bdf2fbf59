import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { readIdentity } from '#lib/http/identity-header.ts'
import { SharedPage } from '../../../components/share/shared-page.tsx'
import { getSharing } from '../../sharing.ts'

export const metadata: Metadata = {
  title: 'Shared metrics',
  description: 'One view of the metrics, live.',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

/** What whoever has a share link sees, and all that they see. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const shared = await getSharing().sharedMetrics(readIdentity(await headers()), id)
  if (shared === null) notFound()
  return <SharedPage id={id} initial={shared} />
}
