import type { CaptureRoots } from './find-roots.ts'

/** What each part of a hook is told of its surroundings. */
export type CaptureContext = CaptureRoots & {
  /** Epoch milliseconds. */
  nowMs(): number
  hookVersion: string
}
