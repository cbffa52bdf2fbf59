import { formatTime } from '#lib/format/clock.ts'
import { formatDuration } from '#lib/format/duration.ts'
import { SHARE_TICKS, type SharedQuery, type ShareTick, type ShareTicks } from '#lib/model/share.ts'

const TICK_NAMES: Record<ShareTick, string> = {
  errorTexts: 'error texts',
  projects: 'projects',
  sessionIds: 'session ids',
}

/** "The last 24 h; agents: a; shows numbers, names of agents, error texts": what a share shows, for whoever made it. */
export function viewWords({ range, agents, projects, outcomes }: SharedQuery, show: ShareTicks): string {
  const shown = SHARE_TICKS.filter((tick) => show[tick]).map((tick) => TICK_NAMES[tick])
  return [
    range.live
      ? `The last ${formatDuration(range.lengthMs)}`
      : `${formatTime(range.fromMs)} to ${formatTime(range.untilMs)}`,
    ...listed('agents', agents),
    ...listed('projects', projects),
    ...listed('ended as', outcomes),
    `shows ${['numbers', 'names of agents', ...shown].join(', ')}`,
  ].join('; ')
}

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
