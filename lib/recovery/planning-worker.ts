import { parentPort } from 'node:worker_threads'
import { answerTask, type PlanningTask } from './planning-task.ts'

/** Reads what a plan is made of, which may take long, so that whoever asks can give it up. */
parentPort?.on('message', (task: PlanningTask) => parentPort?.postMessage(answerTask(task)))
parentPort?.postMessage('ready')
