import type { Config } from '#lib/config.ts'
import type { ErrorCode } from '#lib/errors.ts'

/** Questions that a thread answers, by name. */
export type Questions = Record<string, (...args: never[]) => unknown>

/** From the main thread. */
export type Request =
  | { kind: 'query'; id: number; method: string; args: unknown[] }
  /** Whatever is asked from here on is answered by these settings. */
  | { kind: 'configure'; config: Config }
  | { kind: 'close' }

export type Failure = { code: ErrorCode | null; message: string; path: string | undefined }

/** To the main thread. */
export type Response =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; failure: Failure }
