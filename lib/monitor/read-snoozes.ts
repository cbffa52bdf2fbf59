import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { createJournal } from '#lib/journal/journal.ts'
import type { Issue } from '#lib/model/issue.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'

/** Issues, each with until when it is snoozed. Where there is no journal none is, and none is made for that. */
export function withSnoozes(config: Config, issues: readonly Issue[]): Issue[] {
  const directory = join(resolveRoots(config).home, 'monitor')
  if (!existsSync(join(directory, 'journal.db'))) return [...issues]
  const journal = createJournal(directory)
  try {
    return journal.snoozes().mark(issues)
  } finally {
    journal.close()
  }
}
