import type { Metadata } from 'next'
import { LogsPage } from '../../components/logs/logs-page.tsx'
import { getMonitor } from '../monitor.ts'

export const metadata: Metadata = { title: 'Logs' }

export default async function Page() {
  return <LogsPage list={await getMonitor().logs.list()} renderedAtMs={Date.now()} />
}
