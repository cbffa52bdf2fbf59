import type { LogExtent } from '#lib/model/log.ts'

/** Bytes of a log by their offset; of a compressed one, of what it holds. */
export type LogSource = LogExtent & {
  modifiedAtMs: number
  /** Fewer than `length` where the file ends, or has become shorter. */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
