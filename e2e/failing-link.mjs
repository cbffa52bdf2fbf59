// Loaded before the server: no file comes to lie in the directory that FAILING_LINK names. It is JSON: { directory, how }.
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname } from 'node:path'

const { directory, how } = JSON.parse(process.env.FAILING_LINK ?? '{}')
const { linkSync } = fs

fs.linkSync = (from, to) => {
  if (!fs.realpathSync(dirname(to)).endsWith(directory)) return linkSync(from, to)
  if (how === 'kill') process.kill(process.pid, 'SIGKILL')
  throw Object.assign(new Error('ENOSPC: no space left on device, link'), { code: 'ENOSPC', syscall: 'link' })
}
syncBuiltinESMExports()
