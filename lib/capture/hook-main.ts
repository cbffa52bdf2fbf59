// First: what follows needs it on an older Node.
import './older-node.ts'
import { fileURLToPath } from 'node:url'
import { runHook } from './run-hook.ts'

runHook(process.argv.slice(2), fileURLToPath(import.meta.url)).then((exitCode) => {
  // A timer or a read that nobody waits for any more must not keep the agent waiting.
  process.exit(exitCode)
})
