import { maskSecrets } from '#lib/format/mask-secrets.ts'
import type { Answer, Integration, SessionDetail } from '#lib/model/session.ts'

const maskOrNull = (text: string | null): string | null => (text === null ? null : maskSecrets(text))

/** An answer as it may be shown to whoever may not see secrets. Paths and sizes stay. */
export function maskAnswer(answer: Answer): Answer {
  const { markdown, error, raw } = answer
  return { ...answer, markdown: maskOrNull(markdown), error: maskOrNull(error), raw: maskSecrets(raw) }
}

export function maskDetail(detail: SessionDetail): SessionDetail {
  return {
    ...detail,
    runs: detail.runs.map((run) => ({
      ...run,
      status: maskOrNull(run.status),
      error: maskOrNull(run.error),
    })),
    integration: detail.integration === null ? null : maskIntegration(detail.integration),
  }
}

function maskIntegration(integration: Integration): Integration {
  const { summary, keyInsights, recommendations, summaryMarkdown } = integration
  return {
    ...integration,
    summary: maskOrNull(summary),
    keyInsights: keyInsights.map(maskSecrets),
    recommendations: recommendations.map(maskSecrets),
    summaryMarkdown: maskOrNull(summaryMarkdown),
  }
}
