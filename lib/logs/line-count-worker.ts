import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { type CountTask, countFile } from './count-file.ts'

/** Here the priority is that of this thread alone; elsewhere it would be that of the whole program. */
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL)

parentPort?.on('message', (task: CountTask) => {
  void countFile(task).then((counted) => parentPort?.postMessage(counted))
})
parentPort?.postMessage('ready')
