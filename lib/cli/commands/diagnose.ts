import { type Command, JSON_OPTION } from '#lib/cli/command.ts'
import { issueLines } from '#lib/cli/issue-lines.ts'
import { print, printJson } from '#lib/cli/print.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { IssuesReport } from '#lib/model/contracts.ts'
import type { Issue, IssueItem } from '#lib/model/issue.ts'
import { createMonitor, withSnoozes } from '#lib/monitor.ts'

export const diagnose: Command = {
  name: 'diagnose',
  usage: 'diagnose',
  summary: 'what is wrong with the home, and what to do about it; changes nothing',
  arity: 0,
  options: { json: JSON_OPTION, all: { type: 'boolean', help: 'snoozed issues too' } },
  async run({ config, options }) {
    const monitor = createMonitor(config, { watch: false })
    try {
      const all = withSnoozes(config, await monitor.issues())
      const open = all.filter(({ snoozedUntilMs }) => snoozedUntilMs === null)
      const issues = options.all ? all : open
      const { home, resultsDirectory } = await monitor.status()
      if (options.json) {
        const generatedAt = new Date().toISOString()
        const report: IssuesReport = { home, resultsDirectory, generatedAt, issues: issues.map(toRow) }
        printJson(report)
      } else {
        for (const line of issueLines(issues, resultsDirectory)) print(line)
        const snoozed = all.length - issues.length
        if (snoozed > 0) print(`Snoozed: ${formatQuantity(snoozed, 'issue')}; --all lists them too.`)
      }
      return open.length > 0 ? 1 : 0
    } finally {
      await monitor.close()
    }
  },
}

function toRow({ sinceMs, snoozedUntilMs, items, ...issue }: Issue): IssuesReport['issues'][number] {
  return {
    ...issue,
    since: toIso(sinceMs),
    items: items.map(toItem),
    snoozedUntil: toIso(snoozedUntilMs),
  }
}

function toItem({ sinceMs, ...item }: IssueItem): IssuesReport['issues'][number]['items'][number] {
  return { ...item, since: toIso(sinceMs) }
}

const toIso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())
