import { setTimeout as wait } from 'node:timers/promises'
import type { WebhookSettings } from '#lib/model/alert-settings.ts'
import { type PostOptions, type PostResult, postWebhook } from './post-webhook.ts'

/** Between the tries: a short break of the network, a restart, a longer fault. */
export const RETRY_DELAYS_MS: readonly number[] = [2000, 15_000, 60_000, 5 * 60_000]

export type DeliverOptions = PostOptions & {
  retryDelaysMs?: readonly number[]
  /** Told of each try, from 1 on. */
  onTry: (result: PostResult & { tries: number; last: boolean }) => void
}

/** Sends one message until it is delivered, trying again has no use, or all tries are over. */
export async function deliverWebhook(
  webhook: WebhookSettings,
  body: string,
  { retryDelaysMs = RETRY_DELAYS_MS, onTry, ...options }: DeliverOptions,
): Promise<PostResult> {
  for (let tries = 1; ; tries += 1) {
    const result = await postWebhook(webhook, body, options)
    const delayMs = result.again ? retryDelaysMs[tries - 1] : undefined
    onTry({ ...result, tries, last: delayMs === undefined })
    if (delayMs === undefined) return result
    if (!(await pause(delayMs, options.signal))) {
      const detail = `${result.detail}; the dashboard ended before the next try`
      onTry({ ...result, again: false, detail, tries, last: true })
      return { ...result, again: false, detail }
    }
  }
}

/** False where it was cut short. */
async function pause(durationMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await wait(durationMs, undefined, { signal })
    return true
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return false
    throw error
  }
}
