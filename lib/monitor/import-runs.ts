import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Config } from '#lib/config.ts'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { atWorkFinder, capturedFinder } from '#lib/import/find-captured.ts'
import { hasTranscripts } from '#lib/import/find-transcripts.ts'
import { importTranscripts } from '#lib/import/import-transcripts.ts'
import { copyImports, openImports } from '#lib/import/open-imports.ts'
import type { ImportReport } from '#lib/model/imported-run.ts'
import { resolveRoots } from '#lib/store/resolve-roots.ts'

export type ImportRequest = {
  /** The directory of projects; `null` is that of Claude Code. */
  from: string | null
  sinceMs: number | null
  dryRun: boolean
  onProgress: (report: ImportReport, of: number) => void
}

/** Where Claude Code keeps its transcripts: it may have been told to keep all of its own elsewhere. */
export const projectsDirectory = (configDirectory = process.env.CLAUDE_CONFIG_DIR): string =>
  join(configDirectory || join(homedir(), '.claude'), 'projects')

/**
 * Reads past runs from transcripts into the history of a home, whose dashboard sees them come. Throws `AppError('usage')`
 * where there is no such directory, and what `openImports` throws.
 */
export function importRuns(
  config: Config,
  { from, sinceMs, dryRun, onProgress }: ImportRequest,
): ImportReport {
  const root = resolveProjects(from ?? projectsDirectory())
  makeHome(config.home, dryRun)
  const { home, resultsDirectory } = resolveRoots(config)
  const directory = join(home, 'monitor')
  const imports = dryRun ? copyImports(directory) : openImports(directory, () => new Date())
  try {
    return importTranscripts({
      db: imports.db,
      root,
      sinceMs,
      dryRun,
      activeWindowMs: config.activeWindowMs,
      nowMs: Date.now(),
      isCaptured: capturedFinder(resultsDirectory),
      isAtWork: atWorkFinder(resultsDirectory),
      onProgress,
    })
  } finally {
    imports.close()
  }
}

/** Who begins with what is past has no home yet. One below a directory that is not there is a slip of the pen. */
function makeHome(home: string, dryRun: boolean): void {
  if (!dryRun && !existsSync(home) && existsSync(dirname(home))) mkdirSync(home, { mode: 0o700 })
}

function resolveProjects(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === null) throw error
    throw new AppError(
      'usage',
      `${path} cannot be looked into (${code}): expected the directory in which Claude Code keeps its transcripts. Name another with --from or CLAUDE_CONFIG_DIR.`,
      { path },
    )
  }
}

/** Whether there is anything to import, as far as that is seen at once. */
export const hasPastRuns = (): boolean => hasTranscripts(projectsDirectory())
