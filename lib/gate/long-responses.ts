import type { ServerResponse } from 'node:http'

/** A stream ends within 5 s of its token's end; this leaves time for a busy machine. */
const LOOK_INTERVAL_MS = 2000

export type LongResponses = {
  /** Ends `response` once one of these tokens no longer lets anybody in. */
  watch(response: ServerResponse, tokenIds: readonly string[]): void
  close(): void
}

/** Looks at tokens while anything is being sent to somebody who has one, and at no other time. */
export function createLongResponses(isValid: (tokenId: string) => boolean): LongResponses {
  const open = new Map<ServerResponse, readonly string[]>()
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    const valid = new Map<string, boolean>()
    for (const [response, ids] of open) {
      for (const id of ids) if (!valid.has(id)) valid.set(id, isValid(id))
      if (ids.some((id) => valid.get(id) === false)) response.destroy()
    }
  }
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    watch(response, tokenIds) {
      if (tokenIds.length === 0) return
      open.set(response, tokenIds)
      timer ??= setInterval(look, LOOK_INTERVAL_MS)
      response.once('close', () => {
        open.delete(response)
        if (open.size === 0) stop()
      })
    },
    close: stop,
  }
}
