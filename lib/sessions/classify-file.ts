import type { FileKind } from '#lib/model/file-record.ts'
import { nameWithoutNumber } from '#lib/model/free-name.ts'
import { NOTE_ENDING, ORIGINAL_ENDING } from '#lib/model/quarantine-note.ts'
import type { Area } from '#lib/model/run.ts'

const INTEGRATED = '_integrated.json'
const SUMMARY = '_summary.md'
const METADATA = '_metadata.json'
const REPORT = 'recovery_report.json'

/** What a file is expected to be, by its area and name alone; `null` for a file that is not ours to read. */
export function classifyFile(area: Area, numbered: string): FileKind | null {
  const name = nameWithoutNumber(numbered)
  if (name.startsWith('.')) return null
  if (area === '.quarantine') return quarantinedKind(name)
  if (area === 'integrated') {
    if (name.endsWith(INTEGRATED)) return 'integrated'
    return name.endsWith(SUMMARY) ? 'summary' : null
  }
  if (isQuarantined(name)) return area === 'running' ? null : 'result'
  if (!name.endsWith('.json')) return null
  if (area === 'running') return 'running'
  if (name === REPORT) return 'report'
  return name.endsWith(METADATA) ? 'metadata' : 'result'
}

/** What was completed stands where it lay, and its first bytes beside the note of that; what was set aside is still a run. */
function quarantinedKind(name: string): FileKind | null {
  if (name.endsWith(NOTE_ENDING)) return 'note'
  if (name.endsWith(ORIGINAL_ENDING) || !/\.json(?:\.corrupted)?$/.test(name)) return null
  const isRun = name !== REPORT && !name.endsWith(INTEGRATED) && !name.endsWith(METADATA)
  return isRun ? 'result' : null
}

/** The original's recovery renames what it cannot repair to `<name>.corrupted`; the result is still evidence of a run. */
export function isQuarantined(name: string): boolean {
  return name.endsWith('.corrupted')
}

/** The session id in a name that has a fixed ending and nothing else, or `null`. */
export function sessionIdBeforeEnding(numbered: string): string | null {
  const name = nameWithoutNumber(numbered)
  for (const ending of [INTEGRATED, SUMMARY, METADATA]) {
    if (name.endsWith(ending) && name.length > ending.length) return name.slice(0, -ending.length)
  }
  return null
}
