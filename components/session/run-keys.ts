import type { Run } from '#lib/model/run.ts'

/**
 * What tells runs of a session apart while they are looked at. A file keeps its name when it is moved, so what was
 * opened stays open; where two files have one name, their paths tell.
 */
export function runKeys(runs: readonly Run[]): string[] {
  const nameOf = ({ path }: Run): string => path.slice(path.lastIndexOf('/') + 1)
  const counts = new Map<string, number>()
  for (const run of runs) counts.set(nameOf(run), (counts.get(nameOf(run)) ?? 0) + 1)
  return runs.map((run) => (counts.get(nameOf(run)) === 1 ? nameOf(run) : run.path))
}
