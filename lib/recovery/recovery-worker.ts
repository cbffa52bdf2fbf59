import { parentPort, workerData } from 'node:worker_threads'
import { type OperationRun, runOperation } from './run-operation.ts'

runOperation(workerData as OperationRun, (event) => parentPort?.postMessage(event))
