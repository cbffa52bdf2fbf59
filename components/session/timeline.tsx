'use client'

import { formatDuration, formatSince } from '#lib/format/duration.ts'
import { printable } from '#lib/format/printable.ts'
import { useLiveNow } from '../live/age.tsx'
import { Time } from '../live/time.tsx'
import { answerAnchor } from '../sessions/session-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { OUTCOMES, OutcomeBadge } from './outcome-badge.tsx'
import { scaleTimeline, type TimelineAxis, type TimelineBar, type TimelineRun } from './timeline-scale.ts'

const percent = (share: number): string => `${share * 100}%`

/** The same three columns for the rows and the axis below them: who, when, how it ended. */
const COLUMNS = 'lg:grid-cols-[200px_minmax(0,1fr)_232px] lg:gap-x-4'

/**
 * The agents on one time axis: a bar from start to end of each, open where it is still at work, or a mark where only the
 * end is known.
 */
export function Timeline({ runs, startedAtMs }: { runs: readonly TimelineRun[]; startedAtMs: number }) {
  const { bars, spanMs, ticks } = scaleTimeline(runs, startedAtMs, useLiveNow())
  if (bars.length === 0) return null
  return (
    <Panel
      title="Timeline"
      aside={
        <>
          {formatDuration(spanMs)} from <Time atMs={startedAtMs} />
        </>
      }
    >
      <ul className="py-2">
        {bars.map((bar) => (
          <TimelineRow key={bar.run.path} bar={bar} ticks={ticks} />
        ))}
      </ul>
      <div aria-hidden className={`grid border-t px-4 pb-2 text-[12px] text-muted ${COLUMNS}`}>
        <div className="relative h-6 lg:col-start-2">
          {ticks.map(({ at, offsetMs }, nth) => (
            <span
              key={offsetMs}
              className={`absolute top-1 whitespace-nowrap ${at > 0.9 ? '-translate-x-full' : ''} ${nth % 2 === 1 ? 'max-sm:hidden lg:max-xl:hidden' : ''}`}
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

function TimelineRow({
  bar: { run, from, length, tookMs },
  ticks,
}: {
  bar: TimelineBar
  ticks: TimelineAxis['ticks']
}) {
  const { bar: color } = OUTCOMES[run.outcome]
  const isOpen = run.workSinceMs !== null
  return (
    <li className={`grid min-h-9 grid-cols-[1fr_auto] items-center gap-x-4 px-4 py-1 ${COLUMNS}`}>
      <a
        href={`#${answerAnchor(run.path)}`}
        className="truncate hover:underline max-md:-my-2 max-md:py-3"
        title={printable(run.agent ?? run.path)}
      >
        {printable(run.agent ?? 'unknown agent')}
      </a>
      <span className="relative flex h-7 items-center max-lg:order-last max-lg:col-span-2 max-lg:h-4">
        {ticks.map(({ at, offsetMs }) => (
          <span key={offsetMs} className="absolute h-full w-px bg-line" style={{ left: percent(at) }} />
        ))}
        <span className="h-2 w-full rounded-full bg-raised" />
        <span
          className={`absolute h-2 min-w-2 ${isOpen ? 'open-bar rounded-l-full' : 'rounded-full'} ${color} ${length === 0 ? '-translate-x-full' : ''}`}
          style={{ left: percent(from), width: percent(length) }}
        />
      </span>
      <span className="flex items-center justify-between gap-3">
        <OutcomeBadge outcome={run.outcome} status={run.status} />
        <span className={`whitespace-nowrap ${tookMs === null ? 'text-muted' : ''}`}>
          {tookMs === null
            ? 'time unknown'
            : isOpen
              ? `${formatSince(0, tookMs)} so far`
              : formatDuration(tookMs)}
        </span>
      </span>
    </li>
  )
}
