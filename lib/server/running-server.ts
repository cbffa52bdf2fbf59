import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'

/** What `/api/health` answers, as far as another start needs it. */
const healthSchema = z.object({
  product: z.literal('trinitas-monitor'),
  home: z.string(),
  sampleFor: z.string().nullable(),
})

const ANSWER_LIMIT_MS = 1500

/** The home that a Trinitas server at `url` was started for, or `null` where no such server answers. */
export async function askForHome(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
    const health = healthSchema.safeParse(await response.json())
    return health.success ? (health.data.sampleFor ?? health.data.home) : null
  } catch (error) {
    // Nobody there, something that speaks no HTTP or no JSON, or no answer in time: not one of ours.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException)
      return null
    throw error
  }
}

/** As `askForHome`, and asks again for a moment: whoever holds the port may be starting just now. */
export async function askForHomePatiently(url: string): Promise<string | null> {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const home = await askForHome(url)
    if (home !== null) return home
    await wait(250)
  }
  return null
}
