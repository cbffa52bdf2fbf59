import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'

/** Paths in a database are relative to the results directory, so another one than the home's gets its own. */
export function databaseName(kind: 'history' | 'metrics', home: string, resultsDirectory: string): string {
  if (resultsDirectory === join(home, 'parallel_results')) return `${kind}.db`
  const digest = createHash('sha256').update(resultsDirectory).digest('hex').slice(0, 8)
  return `${kind}-${basename(resultsDirectory)
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .slice(0, 40)}-${digest}.db`
}
