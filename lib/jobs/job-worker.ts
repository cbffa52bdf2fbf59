import { parentPort, workerData } from 'node:worker_threads'
import type { Config } from '#lib/config.ts'
import { type JobAsk, runJob } from './run-job.ts'
import type { JobEvent } from './start-job.ts'

const { config, ask } = workerData as { config: Config; ask: JobAsk }
const tell = (event: JobEvent): void => parentPort?.postMessage(event)

const ran = await runJob(config, ask, {
  onBegin: (run) => tell({ kind: 'begun', run }),
  warn: (message) => console.error(message),
})
tell({ kind: 'over', ran })
