import { formatQuantity } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { DirectoryEvidence, HealthEvidence } from '#lib/model/health-evidence.ts'
import { INSTALL_HOOKS } from './install-hooks.ts'
import { finding, fine } from './make-check.ts'

/** Whether there is what hooks and monitor work in. A directory that is made when it is first needed may be missing. */
export function checkDirectories({ directories }: Pick<HealthEvidence, 'directories'>): HealthCheck {
  const missing = directories.filter(({ role, state }) => role === 'needed' && state === 'missing')
  const wrong = directories.filter(({ state }) => state === 'no_directory')
  const unseen = directories.filter(({ state }) => state === 'unseen')
  const evidence = [...missing, ...wrong, ...unseen].map(lineOf)
  if (missing.length > 0 || wrong.some(({ role }) => role === 'needed'))
    return finding({
      id: 'directories',
      result: 'critical',
      summary: `${formatQuantity(missing.length + wrong.length, 'directory', 'directories')} missing that hooks cannot do without.`,
      evidence,
      advice:
        'Have Claude Code call the capture hooks, which need none of them, or restore the hooks that were there with trinitas fix hooks: until then nothing is captured.',
      request: INSTALL_HOOKS,
    })
  if (wrong.length > 0)
    return finding({
      id: 'directories',
      result: 'warning',
      summary: `${formatQuantity(wrong.length, 'place')} where something else is than a directory.`,
      evidence,
      advice: 'Move it away: what is written there is not read, or cannot be written.',
    })
  if (unseen.length > 0)
    return finding({
      id: 'directories',
      result: 'unknown',
      summary: `${formatQuantity(unseen.length, 'directory', 'directories')} cannot be looked at.`,
      evidence,
      advice: 'Let the user who runs this read them.',
    })
  const later = directories.filter(({ state }) => state === 'missing')
  return fine('directories', 'All that hooks need is there.', later.map(lineOf))
}

function lineOf({ path, state, role, reason }: DirectoryEvidence): string {
  if (state === 'missing')
    return role === 'made' ? `${path} is not there yet: it is made when it is needed.` : `${path} is missing.`
  return `${path}: ${reason ?? 'expected a directory.'}`
}
