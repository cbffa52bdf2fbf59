import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { shorten } from '#lib/format/shorten.ts'
import { appendLogLine } from './append-line.ts'
import { ERROR_LOG } from './log-names.ts'

/** Longer is no sentence any more; and a secret that begins before it is seen as a whole. */
const TEXT_CHARACTERS = 2000
const LOOKED_AT_CHARACTERS = 20_000

/**
 * A fault of the product's own as one line in `logs/errors.log` of its home, what looks like a secret masked. False where
 * it cannot be written, which must not break what was being done.
 */
export function logFault(home: string, text: string, atMs: number = Date.now()): boolean {
  const masked = maskSecrets(shorten(text, LOOKED_AT_CHARACTERS))
  return appendLogLine(home, ERROR_LOG, { atMs, level: 'ERROR', text: shorten(masked, TEXT_CHARACTERS) })
}
