import type { MetricsView } from '#lib/model/metrics-view.ts'

/** What somebody chose to show to others beside numbers and names of agents. */
export type ShareTicks = { errorTexts: boolean; projects: boolean; sessionIds: boolean }

/**
 * A view as those may see it who may not read answers: without what is not ticked. Sessions and errors keep their order,
 * and are called by their number.
 */
export function redactMetrics(view: MetricsView, ticks: ShareTicks): MetricsView {
  const { filter, slowestSessions, frequentErrors } = view
  return {
    ...view,
    filter: ticks.projects ? filter : { ...filter, projects: [] },
    slowestSessions: slowestSessions.map((session, at) =>
      ticks.sessionIds ? session : { ...session, id: `Session ${at + 1}` },
    ),
    frequentErrors: frequentErrors.map((error, at) => ({
      ...error,
      text: ticks.errorTexts ? error.text : `Error ${at + 1}`,
      sessionId: ticks.sessionIds ? error.sessionId : '',
    })),
  }
}
