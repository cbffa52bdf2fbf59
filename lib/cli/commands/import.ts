import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION } from '#lib/cli/command.ts'
import { importLines, whereLines } from '#lib/cli/import-lines.ts'
import { importProgress } from '#lib/cli/import-progress.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { readMoment } from '#lib/cli/read-moment.ts'
import { writeResults } from '#lib/cli/write-results.ts'
import { importRuns } from '#lib/monitor.ts'

export const importCommand: Command = {
  name: 'import',
  usage: 'import',
  summary: 'past runs of agents, from the transcripts that Claude Code wrote, into the history',
  arity: 0,
  options: {
    from: {
      type: 'string',
      value: 'DIR',
      help: 'where its projects are (CLAUDE_CONFIG_DIR; ~/.claude/projects); nothing is changed there',
    },
    since: {
      type: 'string',
      value: 'TIME',
      help: 'only transcripts that changed in the last 30d, or since 2026-11-01',
    },
    results: { type: 'boolean', help: 'then write result files too, into completed/; undo takes them away' },
    'dry-run': { type: 'boolean', help: 'only say what would come' },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: importAll,
}

async function importAll({ config, options }: CommandInput): Promise<ExitCode> {
  const json = options.json === true
  const sinceMs = readMoment('--since', options.since, Date.now())
  const dryRun = options['dry-run'] === true
  const progress = importProgress(json)
  const report = importRuns(config, {
    from: options.from === undefined ? null : String(options.from),
    sinceMs,
    dryRun,
    onProgress: progress.show,
  })
  progress.end()
  const wantsResults = options.results === true && !dryRun
  const lines = [...importLines(report), ...(wantsResults ? [] : whereLines(report))]
  if (!json) for (const line of lines) print(line)
  const written = wantsResults
    ? await writeResults(config, { sinceMs, json, yes: options.yes === true })
    : null
  if (json) printJson({ ...report, results: written })
  return report.transcripts.unreadable > 0 || written?.isComplete === false ? 1 : 0
}
