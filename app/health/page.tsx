import type { Metadata } from 'next'
import { HealthPage } from '../../components/health/health-page.tsx'
import { getHealth } from '../health.ts'
import { show } from '../recovery.ts'

export const metadata: Metadata = { title: 'Health' }

export default async function Page() {
  const health = getHealth()
  const [report, history] = await Promise.all([show(() => health.check()), show(() => health.history())])
  return <HealthPage report={report} history={history} />
}
