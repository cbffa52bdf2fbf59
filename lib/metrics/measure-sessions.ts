import type { MetricsBuckets, SlowSession } from '#lib/model/metrics-view.ts'
import { bucketOf } from './make-buckets.ts'
import { ratio, ratios } from './numbers.ts'
import { NONE, type ResultColumns, SUCCESS } from './result-columns.ts'

export type SessionMeasures = {
  sessions: number
  /** By when their last result of the range ended. */
  ended: number[]
  /** The sum of agents' times over the time that sessions took, by when they ended, and over all. */
  speedUp: (number | null)[]
  totalSpeedUp: number | null
  slowest: SlowSession[]
}

const SHOWN = 10

/**
 * Sessions by their results in the range. A session takes from its first start to its last end; a result whose time is
 * unknown counts as an instant there, and in no speed-up.
 */
export function measureSessions(
  columns: ResultColumns,
  places: Uint32Array,
  buckets: MetricsBuckets,
): SessionMeasures {
  const spans = spansOf(columns, places)
  const zeros = (): number[] => new Array<number>(buckets.startsMs.length).fill(0)
  const [ended, workMs, tookMs] = [zeros(), zeros(), zeros()]
  let sessions = 0
  let totalWorkMs = 0
  let totalTookMs = 0
  const slowest: number[] = []
  for (let session = 0; session < spans.count.length; session += 1) {
    if (spans.count[session] === 0) continue
    sessions += 1
    const bucket = bucketOf(buckets, spans.endMs[session] ?? 0)
    ended[bucket] = (ended[bucket] ?? 0) + 1
    keepSlowest(slowest, session, spans)
    const work = spans.workMs[session] ?? 0
    if (work === 0) continue
    const took = (spans.timedEndMs[session] ?? 0) - (spans.timedStartMs[session] ?? 0)
    workMs[bucket] = (workMs[bucket] ?? 0) + work
    tookMs[bucket] = (tookMs[bucket] ?? 0) + took
    totalWorkMs += work
    totalTookMs += took
  }
  return {
    sessions,
    ended,
    speedUp: ratios(workMs, tookMs),
    totalSpeedUp: ratio(totalWorkMs, totalTookMs),
    slowest: slowest.map((session) => toSlow(columns, spans, session)),
  }
}

/** One entry a session that is known. */
type Spans = {
  count: Uint32Array
  errors: Uint32Array
  startMs: Float64Array
  endMs: Float64Array
  /** Of results whose time is known. */
  timedStartMs: Float64Array
  timedEndMs: Float64Array
  workMs: Float64Array
}

function spansOf(columns: ResultColumns, places: Uint32Array): Spans {
  const size = columns.sessions.count()
  const { POSITIVE_INFINITY: late, NEGATIVE_INFINITY: early } = Number
  const spans: Spans = {
    count: new Uint32Array(size),
    errors: new Uint32Array(size),
    startMs: new Float64Array(size).fill(late),
    endMs: new Float64Array(size).fill(early),
    timedStartMs: new Float64Array(size).fill(late),
    timedEndMs: new Float64Array(size).fill(early),
    workMs: new Float64Array(size),
  }
  for (const at of places) {
    const session = columns.session[at] ?? NONE
    if (session !== NONE) addTo(spans, session, columns, at)
  }
  return spans
}

function addTo(spans: Spans, session: number, columns: ResultColumns, at: number): void {
  const endMs = columns.endedAtMs[at] ?? 0
  const executionMs = columns.executionMs[at] ?? Number.NaN
  const timed = !Number.isNaN(executionMs)
  const startMs = timed ? endMs - executionMs : endMs
  spans.count[session] = (spans.count[session] ?? 0) + 1
  if (columns.outcome[at] !== SUCCESS) spans.errors[session] = (spans.errors[session] ?? 0) + 1
  if (startMs < (spans.startMs[session] ?? 0)) spans.startMs[session] = startMs
  if (endMs > (spans.endMs[session] ?? 0)) spans.endMs[session] = endMs
  if (!timed) return
  spans.workMs[session] = (spans.workMs[session] ?? 0) + executionMs
  if (startMs < (spans.timedStartMs[session] ?? 0)) spans.timedStartMs[session] = startMs
  if (endMs > (spans.timedEndMs[session] ?? 0)) spans.timedEndMs[session] = endMs
}

const durationOf = ({ startMs, endMs }: Spans, session: number): number =>
  (endMs[session] ?? 0) - (startMs[session] ?? 0)

/** Keeps the ten longest, the longest first. A session of one instant took no time that anybody knows. */
function keepSlowest(slowest: number[], session: number, spans: Spans): void {
  const durationMs = durationOf(spans, session)
  const last = slowest[SHOWN - 1]
  if (durationMs === 0 || (last !== undefined && durationMs <= durationOf(spans, last))) return
  const place = slowest.findIndex((other) => durationOf(spans, other) < durationMs)
  slowest.splice(place === -1 ? slowest.length : place, 0, session)
  slowest.length = Math.min(slowest.length, SHOWN)
}

function toSlow(columns: ResultColumns, spans: Spans, session: number): SlowSession {
  return {
    id: columns.sessions.word(session),
    durationMs: durationOf(spans, session),
    endedAtMs: spans.endMs[session] ?? 0,
    results: spans.count[session] ?? 0,
    errors: spans.errors[session] ?? 0,
  }
}
