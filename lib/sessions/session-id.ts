import { nameWithoutNumber } from '#lib/model/free-name.ts'

const STANDARD_ID = /^\d{8}_\d{6}(?:_[0-9a-f]{8})?(?=_)/
const TASK_ENDING = /_\d{9,11}(?:_\d{8}_\d{6}_\d+)?$/

/**
 * The session of a file that cannot be read, from its name `<session>_<agent>_<seconds>_<stamp>.json`. A name cannot
 * be split reliably, since ids and agents may hold `_`. So the longest of what is surest: the hooks' own form of id, an
 * id that is known from files that can be read, the session's own directory where the name begins with it. Then the
 * directory whatever it is called, then the last `_` before the agent. `directoryName` is `null` for files that lie
 * directly in an area.
 */
export function guessSessionId(
  name: string,
  directoryName: string | null,
  isKnownId: (id: string) => boolean,
): string {
  const stem = nameWithoutNumber(name).replace(/(?:\.json)?\.corrupted$|\.json$/, '')
  const candidates = [
    STANDARD_ID.exec(stem)?.[0] ?? '',
    knownPrefix(stem, isKnownId),
    directoryName !== null && stem.startsWith(`${directoryName}_`) ? directoryName : '',
  ]
  const surest = candidates.reduce((longest, id) => (id.length > longest.length ? id : longest))
  if (surest !== '') return surest
  if (directoryName !== null) return directoryName
  const withoutTask = stem.replace(TASK_ENDING, '')
  const beforeAgent = withoutTask.lastIndexOf('_')
  return withoutTask !== stem && beforeAgent > 0 ? withoutTask.slice(0, beforeAgent) : withoutTask
}

/** The longest known id that the name begins with, up to an `_`; "" where there is none. */
function knownPrefix(stem: string, isKnownId: (id: string) => boolean): string {
  for (let end = stem.lastIndexOf('_'); end > 0; end = stem.lastIndexOf('_', end - 1)) {
    if (isKnownId(stem.slice(0, end))) return stem.slice(0, end)
  }
  return ''
}
