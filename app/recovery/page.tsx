import type { Metadata } from 'next'
import { RecoveryPage } from '../../components/recovery/recovery-page.tsx'
import { getMonitor } from '../monitor.ts'
import { getRecovery, show, withSnoozes } from '../recovery.ts'
import { getSchedule } from '../schedule.ts'

export const metadata: Metadata = { title: 'Recovery' }

type Props = { searchParams: Promise<{ history?: string | string[] }> }

const LATEST = 20
const ALL = 1000

export default async function Page({ searchParams }: Props) {
  const limit = (await searchParams).history === 'all' ? ALL : LATEST
  const [issues, operations, trash, consent, preview, schedule] = await Promise.all([
    show(async () => withSnoozes(await getMonitor().issues())),
    // One more, to know whether there is more.
    show(() => getRecovery().operations(limit + 1)),
    show(() => getRecovery().trash()),
    show(() => getRecovery().consent()),
    show(() => getRecovery().previewRetention()),
    show(() => getSchedule().view()),
  ])
  const shown = { issues, operations, trash, consent, preview, schedule }
  return <RecoveryPage {...shown} limit={limit} retention={getRecovery().retention} />
}
