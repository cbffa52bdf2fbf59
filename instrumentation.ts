import type { Instrumentation } from 'next'
import type { FaultLog } from '#lib/server/fault-log.ts'

/**
 * Tells the server's log of faults why a route failed. A page that has begun answers 200 whatever fails in it later, which
 * only the framework sees.
 */
export const onRequestError: Instrumentation.onRequestError = (error, { method, headers }) => {
  const { [Symbol.for('trinitas.faults')]: faults } = globalThis as { [key: symbol]: FaultLog | undefined }
  faults?.note({ method, headers }, error instanceof Error ? error.message : String(error))
}
