import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { CaptureEvent } from '#lib/model/capture-hooks.ts'
import { listNames } from '#lib/store/list-directory.ts'
import { readTextFile } from '#lib/store/read-file.ts'

/** Sessions and files beyond the newest of these say nothing newer. */
const NEWEST = 50
/** Of more sessions than that, nobody waits for all to be looked at. */
const LOOKED_AT = 5000

type Found = { path: string; name: string; atMs: number }

/** When each event last left something in a results directory; `null` where nothing of it is there. */
export function readLastCaptures(results: string): Record<CaptureEvent, number | null> {
  const started = newestIn(newest(join(results, 'running')))
  const finished = newestIn(newest(join(results, 'completed')))
  const completed = finished.find(({ name }) => name.endsWith('_metadata.json'))?.atMs ?? null
  const captured = [...newest(join(results, 'temp')), ...finished]
    .toSorted((one, other) => other.atMs - one.atMs)
    .slice(0, NEWEST)
    .find(isOurs)
  return {
    SubagentStart: started[0]?.atMs ?? null,
    SubagentStop: captured?.atMs ?? null,
    Stop: completed,
    SessionEnd: completed,
  }
}

/** The capture hooks name the agent that they wrote for; the original's did not. */
function isOurs({ path, name }: Found): boolean {
  if (!name.endsWith('.json') || name.endsWith('_metadata.json')) return false
  const reading = readTextFile(path)
  if (reading.kind === 'whole') return reading.text.includes('"agent_id"')
  return reading.kind === 'ends' && (reading.head + reading.tail).includes('"agent_id"')
}

export const newestIn = (directories: readonly Found[]): Found[] =>
  directories.flatMap(({ path }) => newest(path)).toSorted((one, other) => other.atMs - one.atMs)

/** What is in a directory, the newest first. */
export function newest(directory: string): Found[] {
  const found = (listNames(directory) ?? []).slice(0, LOOKED_AT).flatMap((name) => {
    const path = join(directory, name)
    const stat = lstatSync(path, { throwIfNoEntry: false })
    return stat === undefined || stat.isSymbolicLink() ? [] : [{ path, name, atMs: stat.mtimeMs }]
  })
  return found.toSorted((one, other) => other.atMs - one.atMs).slice(0, NEWEST)
}
