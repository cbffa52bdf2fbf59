import { formatQuantity } from '#lib/format/number.ts'
import { CAPTURE_EVENTS, LAUNCHER } from '#lib/model/capture-hooks.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence, HookCall, SettingsEvidence, SettingsScope } from '#lib/model/health-evidence.ts'
import { INSTALL_HOOKS } from './install-hooks.ts'
import { finding, fine } from './make-check.ts'

type Evidence = Pick<HealthEvidence, 'settings' | 'hookTexts' | 'unreadHooks'>
type ReadSettings = Extract<SettingsEvidence, { kind: 'read' }>

const ADVICE = 'Have Claude Code call the capture hooks: trinitas hooks install.'

/**
 * Whether Claude Code really calls the hooks: by its settings, those of administrators, projects and plugins too, or through
 * a hook that it calls. What a project says holds there alone.
 */
export function checkHookCalls({ settings, hookTexts, unreadHooks }: Evidence): HealthCheck {
  const read = settings.filter((file) => file.kind === 'read')
  const all = [...hookTexts.map(({ hook }) => hook), ...unreadHooks.map(({ hook }) => hook)].sort()
  const isOff = read.filter(({ hooksAreOff }) => hooksAreOff)
  const off = isOff.filter(({ scope }) => scope !== 'project')
  const onlyManaged = read.find((file) => file.scope === 'managed' && file.onlyManaged === true)
  const heard = read.filter(({ scope }) => onlyManaged === undefined || scope === 'managed')
  const calls = heard.flatMap((file) => file.calls.map((call) => ({ ...call, ...pick(file) })))
  const called = calledHooks(calls, hookTexts)
  const everywhere = calledHooks(
    calls.filter(({ scope }) => scope !== 'project'),
    hookTexts,
  )
  const somewhere = [...called].filter((hook) => !everywhere.has(hook)).sort()
  const uncalled = all.filter((hook) => !called.has(hook))
  const missing = calls.filter(({ leadsTo }) => leadsTo === 'missing')
  if (off.length === 0 && missing.length > 0 && (capturesAll(calls) || uncalled.length === 0))
    return missingFinding(missing)
  if (off.length === 0 && capturesAll(calls)) {
    const isEverywhere = capturesAll(calls.filter(({ scope }) => scope !== 'project'))
    return fine(
      'hook_calls',
      `Claude Code calls the capture hooks${isEverywhere ? '' : ', in single projects alone'}.`,
      [...new Set(calls.filter(leadsHere).map(callLine))],
    )
  }
  const launched = calls.filter((call) => call.hook === LAUNCHER && leadsHere(call))
  if (off.length === 0 && launched.length > 0)
    return finding({
      id: 'hook_calls',
      result: 'warning',
      summary: 'Claude Code calls the capture hooks, and not for all that they need.',
      evidence: [...new Set([...uncapturedLines(launched), ...launched.map(callLine)])],
      advice: ADVICE,
      request: INSTALL_HOOKS,
    })
  const evidence = [
    ...isOff.map(({ path }) => `${path} says "disableAllHooks".`),
    ...(onlyManaged === undefined ? [] : [`${onlyManaged.path} lets only hooks of administrators run.`]),
    ...somewhere.map((hook) => `${hook} is called in single projects alone.`),
    ...uncalled.map((hook) => `${hook} is called by nothing.`),
    ...calls.filter(({ leadsTo }) => leadsTo !== 'this').map(strayLine),
    ...settings.filter(({ kind }) => kind !== 'read').map(lineOf),
  ]
  if (off.length > 0 || uncalled.length > 0) {
    // What cannot be read may well call them.
    const isUnknown = off.length === 0 && settings.some(({ kind }) => kind === 'unseen')
    return finding({
      id: 'hook_calls',
      result: isUnknown ? 'unknown' : 'warning',
      summary: isUnknown
        ? 'Whether Claude Code calls the hooks is unknown.'
        : summaryOf(off, uncalled, all.length),
      evidence,
      advice: isUnknown ? 'Let the user who runs this read these settings.' : ADVICE,
      // Whoever switched them off has a reason.
      request: isUnknown || off.length > 0 ? null : INSTALL_HOOKS,
    })
  }
  const lines = [
    ...calls.filter(({ leadsTo }) => leadsTo === 'this').map(callLine),
    ...somewhere.map((hook) => `${hook} is called in single projects alone.`),
    ...isOff.map(({ path }) => `${path} switches all hooks off for its project.`),
  ]
  return all.length === 0
    ? finding({
        id: 'hook_calls',
        result: 'unknown',
        summary: 'There are no hooks that could be called.',
        evidence: [],
        advice: ADVICE,
        request: INSTALL_HOOKS,
      })
    : fine('hook_calls', 'Claude Code calls every critical hook.', [...new Set(lines)])
}

type FoundCall = HookCall & { path: string; scope: SettingsScope | undefined }

/** Only what settings of the user call is restored as long as others capture. */
function missingFinding(missing: readonly FoundCall[]): HealthCheck {
  const count = new Set(missing.map(({ hook }) => hook)).size
  const canBe = missing.some(({ foreign, scope }) => foreign !== true && scope === undefined)
  return finding({
    id: 'hook_calls',
    result: 'warning',
    summary: `Claude Code calls ${formatQuantity(count, 'hook')} of this home in vain: ${count === 1 ? 'it is' : 'they are'} missing.`,
    evidence: [...new Set(missing.map(strayLine))],
    advice: `${canBe ? 'Restore what comes with this program: trinitas fix hooks. ' : ''}Take other calls of what is missing out of the settings.`,
    request: canBe ? { action: 'fix_hooks' } : null,
  })
}

const pick = ({ path, scope }: ReadSettings) => ({ path, scope })

function summaryOf(off: readonly ReadSettings[], uncalled: readonly string[], all: number): string {
  if (off.length > 0) return 'Claude Code calls no hook: they are switched off.'
  return `Claude Code does not call ${uncalled.length} of ${formatQuantity(all, 'hook')}.`
}

function calledHooks(calls: readonly HookCall[], texts: Evidence['hookTexts']): Set<string> {
  const called = new Set(calls.filter(({ leadsTo }) => leadsTo === 'this').map(({ hook }) => hook))
  // A set goes on with what is added to it meanwhile.
  for (const hook of called)
    for (const name of texts.find((text) => text.hook === hook)?.names ?? []) called.add(name)
  return called
}

/** Whether the capture hooks of this home are called at every event that they need, whatever it is about. */
const capturesAll = (calls: readonly HookCall[]): boolean => uncapturedLines(calls).length === 0

function uncapturedLines(calls: readonly HookCall[]): string[] {
  const whole = calls.filter(
    (call) =>
      call.hook === LAUNCHER && leadsHere(call) && call.narrowedTo === undefined && call.unsure !== true,
  )
  const events = new Set(whole.map(({ event }) => event))
  return CAPTURE_EVENTS.filter(({ event }) => !events.has(event)).map(
    ({ event }) => `Nothing calls ${LAUNCHER} for every ${event}.`,
  )
}

const leadsHere = ({ leadsTo }: HookCall): boolean => leadsTo === 'this'

function callLine({ path, hook, event, narrowedTo, unsure }: HookCall & { path: string }): string {
  if (unsure === true) return `${path} names ${hook} in a command that may do something else (${event}).`
  const matched = narrowedTo === undefined ? '' : ` for ${JSON.stringify(narrowedTo)} alone`
  return `${path} calls ${hook}${matched} (${event}).`
}

function strayLine({ path, hook, event, leadsTo }: FoundCall): string {
  if (leadsTo === 'missing') return `${path} calls ${hook}, which is missing (${event}).`
  return leadsTo === 'other'
    ? `${path} calls another ${hook} than the one of this home (${event}).`
    : `${path} calls ${hook} where none is (${event}).`
}

function lineOf(file: SettingsEvidence): string {
  switch (file.kind) {
    case 'missing':
      return `${file.path} is not there.`
    case 'unseen':
    case 'broken':
      return `${file.path}: ${file.reason}`
    case 'read':
      return file.path
  }
}
