import { runHook } from '#lib/capture/run-hook.ts'

/** A process of its own that is one call of the hook, to be killed or made to fail: see `fault-shim.mjs`. */
const arm = (globalThis as Record<symbol, unknown>)[Symbol.for('trinitas.faults')]
if (typeof arm === 'function') arm()
runHook([], process.argv[2] ?? '').then(() => process.exit(0))
