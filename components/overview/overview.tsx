'use client'

import type { Problem } from '#lib/model/problem.ts'
import { useLive } from '../live/live-provider.tsx'
import { useSessionList } from '../live/use-session-list.ts'
import { AttentionList } from './attention-list.tsx'
import type { InitialList } from './overview-lists.ts'
import { RunningTable } from './running-table.tsx'
import { statusSentence } from './status-sentence.ts'
import { TodayNumbers } from './today-numbers.tsx'

type Props = { running: InitialList; failed: InitialList; strayProblems: Problem[] }

/** Is everything all right, and what needs me? Then what runs, then today's numbers. */
export function Overview({ running, failed, strayProblems }: Props) {
  const runningList = useSessionList(running.view, running.page)
  const failedList = useSessionList(failed.view, failed.page)
  const counts = useLive((state) => state.counts)
  const scan = useLive((state) => state.status.scan)
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold text-balance" aria-live="polite">
        {statusSentence({ counts, failedLately: failedList.total, scan })}
      </h1>
      <AttentionList running={runningList} failed={failedList} problems={strayProblems} />
      <RunningTable list={runningList} />
      <TodayNumbers />
    </div>
  )
}
