import { toQuery } from '../../components/live/session-view.ts'
import { Overview } from '../../components/overview/overview.tsx'
import { FAILED_WINDOW_MS, viewFailed, viewRunning } from '../../components/overview/overview-lists.ts'
import { getMonitor } from '../monitor.ts'

export default async function OverviewPage() {
  const monitor = getMonitor()
  const running = viewRunning()
  const failed = viewFailed(Date.now() - FAILED_WINDOW_MS)
  const [runningPage, failedPage, problems] = await Promise.all([
    monitor.sessions(toQuery(running)),
    monitor.sessions(toQuery(failed)),
    monitor.problems(),
  ])
  return (
    <Overview
      running={{ view: running, page: runningPage }}
      failed={{ view: failed, page: failedPage }}
      strayProblems={problems.filter((problem) => problem.sessionId === null)}
    />
  )
}
