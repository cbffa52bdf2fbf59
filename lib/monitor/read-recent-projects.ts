import { isAbsolute, join } from 'node:path'
import { ownField, parseJson } from '#lib/store/parse-json.ts'
import { readTextFile } from '#lib/store/read-file.ts'
import { newest, newestIn } from './read-last-captures.ts'

/** More than anybody works in at a time. */
const PROJECTS_LIMIT = 20
/** Only what is as small as most are: whoever has huge answers alone is told of no project. */
const LIMIT_BYTES = 1024 * 1024

/** Where agents worked of which something was captured last, the latest first. Writes nothing. */
export function readRecentProjects(results: string): string[] {
  const directories = ['running', 'completed'].flatMap((area) => newestIn(newest(join(results, area))))
  const files = [...newest(join(results, 'temp')), ...directories]
    .filter(({ name }) => name.endsWith('.json'))
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, FILES_LIMIT)
  const projects = files.map(({ path }) => workingDirectory(path)).filter((project) => project !== null)
  return [...new Set(projects)].slice(0, PROJECTS_LIMIT)
}

const FILES_LIMIT = 200

/** A started record names it itself, a result among what it says of its run. */
function workingDirectory(path: string): string | null {
  const reading = readTextFile(path, LIMIT_BYTES)
  const json = reading.kind === 'whole' ? parseJson(reading.text) : null
  if (json?.kind !== 'value') return null
  const cwd = ownField(json.value, 'cwd') ?? ownField(ownField(json.value, 'metadata'), 'cwd')
  return typeof cwd === 'string' && isAbsolute(cwd) ? cwd : null
}
