import {
  DEFAULT_RETENTION,
  RETENTION_KINDS,
  type Retention,
  type RetentionKind,
} from '#lib/model/retention.ts'
import { checkRetention } from '#lib/setting-checks.ts'

type Given = { value: unknown; source: string }

/** What each is called outside the config file, where they stand together as `retention`. */
export const RETENTION_NAMES: Readonly<Record<RetentionKind, { flag: string; env: string }>> = {
  completed: { flag: 'keep-completed', env: 'TRINITAS_KEEP_COMPLETED' },
  integrated: { flag: 'keep-integrated', env: 'TRINITAS_KEEP_INTEGRATED' },
  failed: { flag: 'keep-failed', env: 'TRINITAS_KEEP_FAILED' },
  logs: { flag: 'keep-logs', env: 'TRINITAS_KEEP_LOGS' },
  reports: { flag: 'keep-reports', env: 'TRINITAS_KEEP_REPORTS' },
  trash: { flag: 'keep-trash', env: 'TRINITAS_KEEP_TRASH' },
}

/** For how long everything is kept. `outside`: what flags and variables say of a kind; `file`: `retention` of the config file. */
export function readRetention(
  outside: (kind: RetentionKind) => Given | null,
  file: Given | null,
  faults: string[],
): Retention {
  const inFile = file === null ? new Map<string, unknown>() : fieldsOf(file, faults)
  const read = (kind: RetentionKind): number => {
    const there = inFile.has(kind) ? { value: inFile.get(kind), source: `${file?.source}: "${kind}"` } : null
    const given = outside(kind) ?? there
    if (given === null) return DEFAULT_RETENTION[kind]
    const checked = checkRetention(given.value)
    if (checked.ok) return checked.value
    faults.push(`${given.source} is ${JSON.stringify(given.value)}: expected ${checked.expected}`)
    return DEFAULT_RETENTION[kind]
  }
  return {
    completed: read('completed'),
    integrated: read('integrated'),
    failed: read('failed'),
    logs: read('logs'),
    reports: read('reports'),
    trash: read('trash'),
  }
}

function fieldsOf({ value, source }: Given, faults: string[]): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(`${source} is ${JSON.stringify(value)}: expected an object such as {"completed": "7d"}`)
    return new Map()
  }
  const fields = new Map<string, unknown>(Object.entries(value))
  for (const name of fields.keys())
    if (!RETENTION_KINDS.some((kind) => kind === name))
      faults.push(`${source}: unknown "${name}"; known are ${RETENTION_KINDS.join(', ')}`)
  return fields
}
