import { type AlertChange, type AlertState, type AlertSubject, RULE_SHAPES } from '#lib/model/alert.ts'
import type { AlertTerms } from '#lib/model/alert-settings.ts'
import type { Measured } from './measure-alert.ts'

/**
 * More than this between two looks was seen by nobody: the machine slept, or the dashboard did not run. A condition that
 * holds before and after such a gap is not said to have held within it.
 */
export const LONGEST_GAP_MS = 5 * 60_000

export type Step = {
  terms: AlertTerms
  measured: Measured
  muted: boolean
  nowMs: number
}

export const firstState = (subject: AlertSubject, threshold: number, nowMs: number): AlertState => ({
  ...subject,
  raisedAtMs: null,
  heldMs: null,
  evaluatedAtMs: nowMs,
  value: null,
  threshold,
  unknown: null,
  toldAtMs: null,
  told: false,
})

/** One look at one alert: where it stands then, and what changed, if anything. */
export function stepAlert(before: AlertState, step: Step): { state: AlertState; change: AlertChange | null } {
  const { terms, measured, nowMs } = step
  const seen = lookAgain(before, nowMs)
  if (measured.kind === 'unknown') {
    // Neither fine nor wrong: nothing is begun, nothing ends, and what had held so far is not broken off.
    return tellLate({ ...seen, threshold: terms.threshold, unknown: measured.why }, step)
  }
  const { value, job } = measured.kind === 'value' ? measured : { value: null, job: undefined }
  const heldMs = wantsChange(seen, measured, terms) ? heldFor(before, nowMs) : null
  const state = { ...seen, value, job, threshold: terms.threshold, unknown: null, heldMs }
  const neededMs = state.raisedAtMs === null ? terms.forMs : terms.clearForMs
  if (heldMs === null || heldMs < neededMs) return tellLate(state, step)
  return state.raisedAtMs === null ? raise(state, step) : clear(state, state.raisedAtMs, step)
}

/** At the first look at which it holds, it has held for no time yet. */
function heldFor({ heldMs, evaluatedAtMs }: AlertState, nowMs: number): number {
  if (heldMs === null) return 0
  return heldMs + Math.min(LONGEST_GAP_MS, Math.max(0, nowMs - evaluatedAtMs))
}

/** Where the clock was set back, nothing lies in the future: a cooldown would never end. */
const lookAgain = (state: AlertState, nowMs: number): AlertState => ({
  ...state,
  evaluatedAtMs: nowMs,
  raisedAtMs: state.raisedAtMs === null ? null : Math.min(state.raisedAtMs, nowMs),
  toldAtMs: state.toldAtMs === null ? null : Math.min(state.toldAtMs, nowMs),
})

function wantsChange({ rule, raisedAtMs }: AlertState, measured: Measured, terms: AlertTerms): boolean {
  if (measured.kind !== 'value') return raisedAtMs !== null
  const far = RULE_SHAPES[rule].raised === 'above' ? 1 : -1
  const beyond = (threshold: number): boolean => (measured.value - threshold) * far > 0
  return raisedAtMs === null ? beyond(terms.threshold) : !beyond(terms.clearThreshold)
}

function raise(state: AlertState, step: Step): { state: AlertState; change: AlertChange } {
  const tell = mayTell(state, step)
  const raised = { ...state, heldMs: null, raisedAtMs: step.nowMs, told: tell }
  return {
    state: tell ? { ...raised, toldAtMs: step.nowMs } : raised,
    change: changeOf(raised, 'raised', step.nowMs, { raisedAtMs: step.nowMs, tell }),
  }
}

/** Its end is told to whoever was told of its beginning, though that is not long ago. */
function clear(
  state: AlertState,
  raisedAtMs: number,
  { nowMs, muted }: Step,
): { state: AlertState; change: AlertChange } {
  return {
    state: { ...state, heldMs: null, raisedAtMs: null, told: false },
    change: changeOf(state, 'cleared', nowMs, { raisedAtMs, tell: state.told && !muted }),
  }
}

/** What a mute or the cooldown kept back is told once that is over, if it is raised still. */
function tellLate(state: AlertState, step: Step): { state: AlertState; change: AlertChange | null } {
  const { raisedAtMs, told } = state
  if (raisedAtMs === null || told || !mayTell(state, step)) return { state, change: null }
  return {
    state: { ...state, told: true, toldAtMs: step.nowMs },
    change: changeOf(state, 'kept', step.nowMs, { raisedAtMs, tell: true }),
  }
}

const mayTell = ({ toldAtMs }: AlertState, { terms, muted, nowMs }: Step): boolean =>
  !muted && (toldAtMs === null || nowMs - toldAtMs >= terms.cooldownMs)

export function changeOf(
  { rule, agent, value, job, threshold }: AlertState,
  kind: AlertChange['kind'],
  atMs: number,
  of: { raisedAtMs: number; tell: boolean; because?: AlertChange['because'] },
): AlertChange {
  return { kind, rule, agent, atMs, value, job, threshold, because: null, ...of }
}
