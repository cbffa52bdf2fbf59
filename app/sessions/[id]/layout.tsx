import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { parseSessionSlug } from '#lib/format/session-slug.ts'
import { getMonitor } from '../../monitor.ts'

type Props = { params: Promise<{ id: string }>; children: ReactNode }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: parseSessionSlug((await params).id) ?? 'Session' }
}

/** Decides before anything is sent whether there is such a session: once a page streams, its status is 200. */
export default async function SessionLayout({ params, children }: Props) {
  const id = parseSessionSlug((await params).id)
  if (id === null || !(await getMonitor().hasSession(id))) notFound()
  return children
}
