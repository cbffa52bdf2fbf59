import { type SessionView, toQuery } from '../../components/live/session-view.ts'
import { Overview } from '../../components/overview/overview.tsx'
import {
  FAILED_WINDOW_MS,
  type InitialList,
  viewFailed,
  viewRunning,
  viewStale,
} from '../../components/overview/overview-lists.ts'
import { CleanUpNotice } from '../../components/schedule/clean-up-notice.tsx'
import { getAlerts } from '../alerts.ts'
import { getMonitor } from '../monitor.ts'
import { show } from '../recovery.ts'
import { getSchedule } from '../schedule.ts'

export default async function OverviewPage() {
  const failedSinceMs = Date.now() - FAILED_WINDOW_MS
  const [running, stale, failed, captures, awaitsImport] = await Promise.all([
    readList(viewRunning()),
    readList(viewStale()),
    readList(viewFailed(failedSinceMs)),
    getMonitor().captures(),
    getMonitor().awaitsImport(),
  ])
  return (
    <div className="flex flex-col gap-4">
      <CleanUpNotice schedule={await show(() => getSchedule().view())} />
      <Overview
        running={running}
        stale={stale}
        failed={failed}
        failedSinceMs={failedSinceMs}
        alerts={getAlerts().view()}
        captures={captures}
        awaitsImport={awaitsImport}
      />
    </div>
  )
}

async function readList(view: SessionView): Promise<InitialList> {
  return { view, page: await getMonitor().sessions(toQuery(view)) }
}
