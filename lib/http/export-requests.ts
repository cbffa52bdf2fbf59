import * as z from 'zod'
import {
  CHART_THEMES,
  METRICS_CHARTS,
  METRICS_TABLES,
  TIME_MEASURES,
  TOKEN_MEASURES,
} from '#lib/model/metrics-export.ts'
import { TICK_WORDS } from '#lib/model/share.ts'

/** What of the metrics is wanted as a file; the metrics themselves are `metricsQuerySchema`'s. */
export const tableRequestSchema = z.object({ table: z.enum(METRICS_TABLES) })

export const chartRequestSchema = z.object({
  chart: z.enum(METRICS_CHARTS),
  measure: z.enum(TIME_MEASURES).default('average'),
  tokens: z.enum(TOKEN_MEASURES).default('output'),
  theme: z.enum(CHART_THEMES).default('light'),
})

/** What a snapshot shows beside numbers and names of agents: nothing that is not asked for. */
export const snapshotRequestSchema = z.object({
  show: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(Object.values(TICK_WORDS))))
    .transform((shown) => ({
      errorTexts: shown.includes(TICK_WORDS.errorTexts),
      projects: shown.includes(TICK_WORDS.projects),
      sessionIds: shown.includes(TICK_WORDS.sessionIds),
    })),
})
