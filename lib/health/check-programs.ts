import { formatQuantity } from '#lib/format/number.ts'
import type { HealthCheck } from '#lib/model/health.ts'
import type { HealthEvidence } from '#lib/model/health-evidence.ts'
import { finding, fine } from './make-check.ts'

/** Python, jq and shells, each only where a hook needs it. */
export function checkPrograms({
  hookTexts,
  unreadHooks,
}: Pick<HealthEvidence, 'hookTexts' | 'unreadHooks'>): HealthCheck {
  const uses = hookTexts.flatMap(({ hook, programs }) => programs.map((program) => ({ ...program, hook })))
  const missing = uses.filter(({ found }) => found === null)
  const unread = unreadHooks.map(({ hook, reason }) => `${hook}: ${reason}`)
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ name }) => name))]
    return finding({
      id: 'programs',
      result: missing.some(({ use }) => use === 'runs') ? 'critical' : 'warning',
      summary: `${formatQuantity(names.length, 'program')} that hooks need cannot be found: ${names.join(', ')}.`,
      evidence: [
        ...missing.map(({ hook, name, use }) => `${hook} ${use === 'runs' ? 'is run by' : 'names'} ${name}.`),
        ...unread,
      ],
      advice: `Install ${names.join(' and ')}. Looked for on PATH and in the usual directories.`,
    })
  }
  if (unread.length > 0)
    return finding({
      id: 'programs',
      result: 'unknown',
      summary: `What ${formatQuantity(unread.length, 'hook')} need to run is unknown.`,
      evidence: unread,
      advice: 'Let the user who runs this read them.',
    })
  const found = new Map(uses.map(({ name, found: path }) => [name, path]))
  return fine(
    'programs',
    found.size === 0 ? 'No hook needs any.' : 'Whatever hooks need is installed.',
    [...found].map(([name, path]) => (name === path ? `${name} is there.` : `${name} is ${path}.`)),
  )
}
