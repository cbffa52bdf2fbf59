import { type OperationRun, runOperation } from '#lib/recovery/run-operation.ts'

/** A process of its own that carries one plan out, to be killed or made to fail: see `fault-shim.mjs`. */
const arm = (globalThis as Record<symbol, unknown>)[Symbol.for('trinitas.faults')]
const run = JSON.parse(process.argv[2] ?? '') as OperationRun
if (typeof arm === 'function') arm()
runOperation(run, (event) => process.stdout.write(`${JSON.stringify(event)}\n`))
