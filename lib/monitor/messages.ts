import type { ErrorCode } from '#lib/errors.ts'
import type { ChangeBatch } from '#lib/model/live.ts'
import type { Queries } from './queries.ts'

export type Method = keyof Queries
export type Arguments<M extends Method> = Parameters<Queries[M]>
export type Result<M extends Method> = ReturnType<Queries[M]>

/** From the main thread to the worker that holds the index. */
export type Request = { kind: 'query'; id: number; method: Method; args: unknown[] } | { kind: 'close' }

export type Failure = { code: ErrorCode | null; message: string; path: string | undefined }

/** From the worker to the main thread. */
export type Response =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; failure: Failure }
  | { kind: 'ready' }
  | { kind: 'changes'; batch: ChangeBatch }
  | { kind: 'resync'; revision: number }
