import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { START_HEADER } from '#lib/gate/security-headers.ts'
import type { ServerRecord } from '#lib/store/server-record.ts'

/** What `/api/health` answers, as far as another start needs it. */
const healthSchema = z.object({
  product: z.literal('trinitas-monitor'),
  home: z.string(),
  sampleFor: z.string().nullable(),
})

const ANSWER_LIMIT_MS = 1500

/** Whether a server that was recorded in this home still answers, be it that it wants a token first. */
export async function isRunning(record: ServerRecord): Promise<boolean> {
  const response = await askForHealth(record.url)
  await response?.body?.cancel()
  return response?.headers.get(START_HEADER) === record.id
}

/** The home that a Trinitas server at `url` was started for, or `null` where none answers or it will not tell. */
async function askForHome(url: string): Promise<string | null> {
  const response = await askForHealth(url)
  if (response === null) return null
  try {
    const health = healthSchema.safeParse(await response.json())
    return health.success ? (health.data.sampleFor ?? health.data.home) : null
  } catch (error) {
    if (isNoAnswer(error)) return null
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

async function askForHealth(url: string): Promise<Response | null> {
  try {
    return await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) })
  } catch (error) {
    if (isNoAnswer(error)) return null
    throw error
  }
}

/** Nobody there, something that speaks no HTTP or no JSON, or no answer in time: not one of ours. */
const isNoAnswer = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException
