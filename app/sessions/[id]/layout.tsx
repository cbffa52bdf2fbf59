import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { printable } from '#lib/format/printable.ts'
import { parseSessionSlug } from '#lib/format/session-slug.ts'
import { getMonitor } from '../../monitor.ts'

type Props = { params: Promise<{ id: string }>; children: ReactNode }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = await findSession(params)
  return { title: id === null ? 'Not found' : printable(id) }
}

/** Decides before anything is sent whether there is such a session: once a page streams, its status is 200. */
export default async function SessionLayout({ params, children }: Props) {
  if ((await findSession(params)) === null) notFound()
  return children
}

/** The id that the URL names, `null` where there is no such session. */
async function findSession(params: Props['params']): Promise<string | null> {
  const id = parseSessionSlug((await params).id)
  return id !== null && (await getMonitor().hasSession(id)) ? id : null
}
