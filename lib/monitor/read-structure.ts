import { dirname, join } from 'node:path'
import { CRITICAL_HOOKS } from '#lib/hooks/critical-hooks.ts'
import type { DirectoryEvidence } from '#lib/model/health-evidence.ts'
import { statEntry } from '#lib/store/list-directory.ts'

const AREAS = ['temp', 'completed', 'integrated', 'failed'] as const

/**
 * The directories of a home, and what is in their place. Both paths are absolute and resolved. `captures`: hooks of the
 * original are not needed.
 */
export function readStructure(
  home: string,
  resultsDirectory: string,
  captures: boolean,
): DirectoryEvidence[] {
  const hooks = [...new Set(CRITICAL_HOOKS.map((hook) => join(home, dirname(hook))))]
  const results = lookAt(resultsDirectory, 'made')
  const areas = results.state === 'there' ? AREAS.map((area) => join(resultsDirectory, area)) : []
  return [
    ...[join(home, 'hooks'), ...hooks].map((path) => lookAt(path, captures ? 'made' : 'needed')),
    results,
    ...[...areas, join(home, 'logs')].map((path) => lookAt(path, 'made')),
  ]
}

function lookAt(path: string, role: DirectoryEvidence['role']): DirectoryEvidence {
  const stat = statEntry(path)
  switch (stat.kind) {
    case 'directory':
      return { path, role, state: 'there', reason: null }
    case 'gone':
      return { path, role, state: 'missing', reason: null }
    case 'refused':
      return { path, role, state: 'unseen', reason: `Looking at it failed with ${stat.code}.` }
    case 'symlink':
      return { path, role, state: 'no_directory', reason: 'A symbolic link, which is not followed.' }
    case 'file':
    case 'other':
      return { path, role, state: 'no_directory', reason: 'Expected a directory.' }
  }
}
