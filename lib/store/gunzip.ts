import { gunzipSync } from 'node:zlib'
import { AppError, systemErrorCode } from '#lib/errors.ts'

/**
 * What was compressed, of at most `limitBytes`: a small file can hold a thousand times its own size. Throws
 * `AppError('too_large')` beyond that, and `AppError('not_gzip')` for what is broken or something else.
 */
export function gunzip(bytes: Uint8Array, limitBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: limitBytes })
  } catch (error) {
    const code = systemErrorCode(error)
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new AppError('too_large', `It holds more than ${limitBytes} bytes once it is unpacked.`, {
        cause: error,
      })
    }
    if (code === null || !/^Z_/.test(code)) throw error
    throw new AppError('not_gzip', `It is no whole gzip file (${code}).`, { cause: error })
  }
}
