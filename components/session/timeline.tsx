import { formatTime } from '#lib/format/clock.ts'
import { formatDuration } from '#lib/format/duration.ts'
import type { Run } from '#lib/model/run.ts'
import { answerAnchor } from '../sessions/session-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { OUTCOMES, OutcomeBadge } from './outcome-badge.tsx'
import { scaleTimeline, type TimelineBar } from './timeline-scale.ts'

const percent = (share: number): string => `${share * 100}%`

/** The agents on one time axis: a bar from start to end of each, or a mark where only the end is known. */
export function Timeline({ runs, startedAtMs }: { runs: readonly Run[]; startedAtMs: number }) {
  const { bars, spanMs, ticks } = scaleTimeline(runs, startedAtMs)
  if (bars.length === 0) return null
  return (
    <Panel title="Timeline" aside={`${formatDuration(spanMs)} from ${formatTime(startedAtMs)}`}>
      <ul className="relative py-2">
        {bars.map((bar) => (
          <TimelineRow key={bar.run.path} bar={bar} />
        ))}
      </ul>
      <div
        aria-hidden
        className="grid grid-cols-1 border-t px-4 pb-2 text-[12px] text-muted md:grid-cols-[200px_1fr_196px] md:gap-4"
      >
        <div className="relative h-6 md:col-start-2">
          {ticks.map(({ at, offsetMs }) => (
            <span
              key={offsetMs}
              className={`absolute top-1 whitespace-nowrap max-md:even:hidden ${at > 0.9 ? '-translate-x-full' : ''}`}
              style={{ left: percent(at) }}
            >
              {offsetMs === 0 ? '0' : formatDuration(offsetMs)}
            </span>
          ))}
        </div>
      </div>
    </Panel>
  )
}

function TimelineRow({ bar: { run, from, length } }: { bar: TimelineBar }) {
  const { bar: color } = OUTCOMES[run.outcome]
  const time = run.executionMs === null ? 'time unknown' : formatDuration(run.executionMs)
  return (
    <li className="grid min-h-9 grid-cols-[1fr_auto] items-center gap-x-4 px-4 py-1 md:grid-cols-[200px_1fr_196px]">
      <a
        href={`#${answerAnchor(run.path)}`}
        className="truncate hover:underline"
        title={run.agent ?? run.path}
      >
        {run.agent ?? 'unknown agent'}
      </a>
      <span
        className="relative h-2 rounded-full bg-raised max-md:order-last max-md:col-span-2"
        title={`Ended ${formatTime(run.endedAtMs)}`}
      >
        <span
          className={`absolute top-0 h-2 min-w-2 rounded-full ${color} ${length === 0 ? '-translate-x-full' : ''}`}
          style={{ left: percent(from), width: percent(length) }}
        />
      </span>
      <span className="flex items-center justify-between gap-3">
        <OutcomeBadge outcome={run.outcome} status={run.status} />
        <span className={`whitespace-nowrap ${run.executionMs === null ? 'text-muted' : ''}`}>{time}</span>
      </span>
    </li>
  )
}
