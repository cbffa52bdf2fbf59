'use client'

import { useMemo } from 'react'
import type { AlertsView } from '#lib/model/alert-view.ts'
import { AlertsPanel } from '../alerts/alerts-panel.tsx'
import { useLive } from '../live/live-provider.tsx'
import { useSessionList } from '../live/use-session-list.ts'
import { AttentionList } from './attention-list.tsx'
import { NoHooks } from './no-hooks.tsx'
import { FAILED_WINDOW_MS, type InitialList, viewFailed } from './overview-lists.ts'
import { RunningTable } from './running-table.tsx'
import { statusSentence } from './status-sentence.ts'
import { TodayNumbers } from './today-numbers.tsx'
import { useSilentSessions } from './use-silent-sessions.ts'
import { useWindowStart } from './use-window-start.ts'

type Props = {
  running: InitialList
  stale: InitialList
  failed: InitialList
  failedSinceMs: number
  alerts: AlertsView
  /** Whether Claude Code tells this home of its agents. */
  captures: boolean
  /** Whether there are past runs that were never imported, and nothing else. */
  awaitsImport: boolean
}

/** Is everything all right, and what needs me? Then what runs, the alerts, and today's numbers. */
export function Overview({ running, stale, failed, failedSinceMs, alerts, captures, awaitsImport }: Props) {
  const runningList = useSessionList(running.view, running.page)
  const silent = useSilentSessions(runningList.rows)
  const staleList = useSessionList(stale.view, stale.page)
  const sinceMs = useWindowStart(failedSinceMs, FAILED_WINDOW_MS)
  const failedView = useMemo(() => viewFailed(sinceMs), [sinceMs])
  const failedList = useSessionList(failedView, failed.page, failed.view)
  const counts = useLive((state) => state.counts)
  const strays = useLive((state) => state.strays)
  const raised = useLive((state) => state.alerts.raised).filter(({ mutedUntilMs }) => mutedUntilMs === null)
  const scan = useLive((state) => state.status.scan)
  const isEmpty = scan.phase === 'ready' && Object.values(counts).every((count) => count === 0)
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold text-balance" aria-live="polite">
        {statusSentence({
          counts,
          silent: silent.length,
          failedLately: failedList.total,
          strays: strays.total,
          alerts: raised.length,
          scan,
        })}
      </h1>
      {isEmpty && !captures && <NoHooks />}
      <AttentionList
        stale={staleList}
        silent={silent}
        failed={failedList}
        strays={strays}
        alerts={raised.length}
      />
      <RunningTable list={runningList} awaitsImport={awaitsImport} />
      <AlertsPanel alerts={alerts} />
      <TodayNumbers thresholds={alerts.thresholds} />
    </div>
  )
}
