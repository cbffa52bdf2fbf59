import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { finding, fine } from './make-check.ts'

/** Whether settings of Claude Code and of this program can be understood. */
export function checkSettings({
  settings,
  configFault,
}: Pick<HealthEvidence, 'settings' | 'configFault'>): HealthCheck {
  const broken = settings.flatMap((file) => {
    if (file.kind === 'broken') return [`${file.path}: ${file.reason}`]
    return file.kind === 'read' && file.hooksFault !== null ? [`${file.path}: ${file.hooksFault}`] : []
  })
  const unseen = settings.flatMap((file) => (file.kind === 'unseen' ? [`${file.path}: ${file.reason}`] : []))
  const faults = [...broken, ...(configFault === null ? [] : [configFault])]
  if (faults.length > 0)
    return finding({
      id: 'settings',
      result: 'warning',
      summary: 'Settings are not what they should be.',
      evidence: [...faults, ...unseen],
      advice: 'Correct them in an editor. Claude Code takes nothing from a settings.json that is no JSON.',
    })
  if (unseen.length > 0)
    return finding({
      id: 'settings',
      result: 'unknown',
      summary: 'Some settings could not be read.',
      evidence: unseen,
      advice: 'Let the user who runs this read them.',
    })
  const read = settings.filter(({ kind }) => kind === 'read').map(({ path }) => `${path} is JSON.`)
  return fine('settings', 'All settings that there are can be understood.', read)
}
