import { element, type Markup } from '#lib/export/markup.ts'
import { formatZoned } from '#lib/export/zoned-time.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import type { ShareTicks } from '#lib/model/share.ts'

/** What a snapshot says of itself: of when and of whom its numbers are, and what it does not show. */
export function drawFacts(view: MetricsView, ticks: ShareTicks): Markup {
  const { range, filter, generatedAtMs, heatMap, percentiles } = view
  const { timeZone } = heatMap
  const facts: [string, string][] = [
    [
      'Range',
      `${formatZoned(range.fromMs, timeZone)} to ${formatZoned(range.untilMs, timeZone)} (${timeZone})`,
    ],
    ['Agents', filter.agents.join(', ') || 'all'],
    ['Projects', projectsOf(filter.projects, ticks)],
    ['Outcomes', filter.outcomes.join(', ') || 'all'],
    ['Percentiles', percentiles === 'exact' ? 'exact' : 'within 1 %'],
    ['Made', `${formatZoned(generatedAtMs, timeZone)}. It does not change any more.`],
    ['Left out', leftOut(ticks)],
  ]
  const lines = facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])
  return element('dl', { class: 'facts' }, ...lines)
}

function projectsOf(projects: readonly string[], ticks: ShareTicks): string {
  if (projects.length === 0) return 'all'
  return ticks.projects ? projects.join(', ') : `${formatQuantity(projects.length, 'project')}, without names`
}

function leftOut({ errorTexts, projects, sessionIds }: ShareTicks): string {
  const names = [
    ...(errorTexts ? [] : ['texts of errors']),
    ...(projects ? [] : ['names of projects']),
    ...(sessionIds ? [] : ['ids of sessions']),
    'answers, prompts and paths',
  ]
  return `${names.join('; ')}.`
}
