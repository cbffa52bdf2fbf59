import * as z from 'zod'
import { HEALTH_CHECKS, HEALTH_RESULTS, HEALTH_STATUSES } from './health.ts'

/** `trinitas health-check --json`, and the reports in `logs/`. Fields are added, never renamed or taken away. */
export const healthContract = z.strictObject({
  home: z.string().describe('Absolute path of the Trinitas home.'),
  resultsDirectory: z.string().describe('Absolute path of its results directory.'),
  generatedAt: z.iso.datetime(),
  status: z.enum(HEALTH_STATUSES).describe('The worst result of a check; what is unknown does not count.'),
  issues: z.int().nonnegative().describe('How many checks are a warning or critical.'),
  checks: z.array(
    z.strictObject({
      id: z.enum(HEALTH_CHECKS),
      name: z.string(),
      result: z.enum(HEALTH_RESULTS).describe('unknown: it could not be seen.'),
      summary: z.string(),
      evidence: z.array(z.string()).describe('What was seen; a few of many, and then how many more.'),
      advice: z.string().nullable(),
      command: z
        .string()
        .nullable()
        .describe('What mends it, after it has shown its plan; null where a person must.'),
    }),
  ),
})
export type HealthJson = z.output<typeof healthContract>
