// npm run bench: measures what the README promises, in a production build. `-- --write` puts the table into the README.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { findBrowser } from './find-browser.mjs'
import { ensureBuilt, ensureInstalled, pinnedNode, root } from './prepare.mjs'

ensureInstalled()
ensureBuilt()
const { status } = spawnSync(pinnedNode(), [join(root, 'bench', 'main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_ENV: 'production',
    CHROMIUM_PATH: await findBrowser(),
  },
})
process.exitCode = status ?? 1
