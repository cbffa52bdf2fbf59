import { type SessionView, toQuery } from '../../components/live/session-view.ts'
import { Overview } from '../../components/overview/overview.tsx'
import {
  FAILED_WINDOW_MS,
  type InitialList,
  viewFailed,
  viewRunning,
  viewStale,
} from '../../components/overview/overview-lists.ts'
import { getAlerts } from '../alerts.ts'
import { getMonitor } from '../monitor.ts'

export default async function OverviewPage() {
  const failedSinceMs = Date.now() - FAILED_WINDOW_MS
  const [running, stale, failed, awaitsImport] = await Promise.all([
    readList(viewRunning()),
    readList(viewStale()),
    readList(viewFailed(failedSinceMs)),
    getMonitor().awaitsImport(),
  ])
  return (
    <Overview
      running={running}
      stale={stale}
      failed={failed}
      failedSinceMs={failedSinceMs}
      alerts={getAlerts().view()}
      awaitsImport={awaitsImport}
    />
  )
}

async function readList(view: SessionView): Promise<InitialList> {
  return { view, page: await getMonitor().sessions(toQuery(view)) }
}
