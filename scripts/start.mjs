// npm start: set up what is missing, then serve on the pinned Node. Arguments are handed on to the server.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, pinnedNode, READING_ENV, READING_FLAGS, root } from './prepare.mjs'

try {
  ensureInstalled()
  ensureBuilt()
} catch (error) {
  console.error(`trinitas: set-up failed. ${error.message}`)
  process.exit(1)
}

const server = spawn(
  pinnedNode(),
  [...READING_FLAGS, join(root, 'dist', 'server.js'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: {
      ...READING_ENV,
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compile'),
    },
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
