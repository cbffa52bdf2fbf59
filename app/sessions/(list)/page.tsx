import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { toQuery } from '../../../components/live/session-view.ts'
import { SessionsPage } from '../../../components/sessions/sessions-page.tsx'
import { toView, VIEW_PARAMS } from '../../../components/sessions/view-params.ts'
import { getMonitor } from '../../monitor.ts'

export const metadata: Metadata = { title: 'Sessions' }

const loadParams = createLoader(VIEW_PARAMS)

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const renderedAtMs = Date.now()
  const view = toView(await loadParams(searchParams), renderedAtMs)
  const monitor = getMonitor()
  const [page, facets] = await Promise.all([monitor.sessions(toQuery(view)), monitor.facets()])
  return <SessionsPage initial={page} initialView={view} facets={facets} renderedAtMs={renderedAtMs} />
}
