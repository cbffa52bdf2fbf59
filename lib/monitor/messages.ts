import type { ResultChange } from '#lib/history/result-feed.ts'
import type { ChangeBatch } from '#lib/model/live.ts'
import type { Queries } from './queries.ts'

export type Method = keyof Queries
export type Arguments<M extends Method> = Parameters<Queries[M]>
export type Result<M extends Method> = ReturnType<Queries[M]>

/** From the thread that holds the index to the main thread, beside answers. */
export type IndexMessage =
  | { kind: 'ready' }
  | { kind: 'changes'; batch: ChangeBatch }
  | { kind: 'resync'; revision: number }

/**
 * From the thread that holds the index to the one that keeps results. Between `begin` and `end` come all results that
 * there are, in pages that are each acknowledged; changes come whenever they happen.
 */
export type ResultMessage =
  | { kind: 'changes'; changes: ResultChange[] }
  | { kind: 'begin'; rows: number }
  | { kind: 'page'; changes: ResultChange[] }
  /** Of files that went while nobody kept their results. */
  | { kind: 'past'; changes: ResultChange[] }
  | { kind: 'end' }
  | { kind: 'extent'; sizeBytes: number }

/** From the thread that keeps results to the one that holds the index. */
export type ResultReply =
  | { kind: 'taken' }
  /** All results that there are have arrived, and are there after a restart if so. */
  | { kind: 'complete'; isKept: boolean }
  /** How much lies in the results directory? */
  | { kind: 'measure' }
  /** Its database had to be opened anew: it wants all results once more. */
  | { kind: 'again' }

/** From the thread that keeps results to the main thread, beside answers: how they are kept. */
export type MetricsMessage = { kind: 'opened'; notice: string | null }
