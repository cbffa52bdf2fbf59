import type { SettingChange, SettingFault, SettingPath, SettingsChanged } from '#lib/model/setting.ts'
import { messageOf } from '../live/fetch-json.ts'

export type Saved =
  | Extract<SettingsChanged, { kind: 'changed' }>
  | { kind: 'refused'; faults: SettingFault[] }
  /** `isOutdated`: the file says something else by now. */
  | { kind: 'failed'; message: string; isOutdated: boolean }

type Request =
  | { basedOn: string; undo: true }
  | { basedOn: string; check?: true; changes: readonly SettingChange[] }

/** What is to be known where something else is wrong in the file. */
export const LEFT_WORDS = 'The file is not taken before the rest of it is right.'

/** Asks our own API to change settings, or what that would come to. */
export async function saveSettings(request: Request): Promise<Saved> {
  try {
    const response = await fetch('/api/settings', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    })
    const body: unknown = await response.json()
    // The API answers with the shape that its route states.
    if (response.ok) return body as Saved
    const faults = faultsOf(body)
    if (faults.length > 0) return { kind: 'refused', faults }
    const message = messageOf(body) ?? `The server answered ${response.status}.`
    return { kind: 'failed', message, isOutdated: response.status === 409 }
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    const message = 'The server cannot be reached. Is npm start still running?'
    return { kind: 'failed', message, isOutdated: false }
  }
}

function faultsOf(body: unknown): SettingFault[] {
  if (typeof body !== 'object' || body === null || !('error' in body)) return []
  const { error } = body
  if (typeof error !== 'object' || error === null || !('faults' in error)) return []
  return Array.isArray(error.faults) ? (error.faults as SettingFault[]) : []
}

/** The faults by the names of their settings; what belongs to none that is shown stands under ''. */
export function byName(
  faults: readonly SettingFault[],
  shown: readonly { path: SettingPath }[],
): Record<string, string> {
  const names = new Set(shown.map(({ path }) => path.join('.')))
  const told: Record<string, string> = {}
  for (const { path, message } of faults) {
    const name = path.join('.')
    if (names.has(name)) told[name] = message
    else told[''] = [told[''], name === '' ? message : `${name}: ${message}`].filter(Boolean).join('\n')
  }
  return told
}
