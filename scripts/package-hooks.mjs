// Puts the hooks that are installed into homes beside the bundles, with a manifest by which each is known to be whole.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { root } from './prepare.mjs'

const source = `${root}/hooks`
const target = `${root}/dist/hooks`

const filesIn = (directory) =>
  globSync('**/*', { cwd: directory })
    .filter((path) => statSync(`${directory}/${path}`).isFile())
    .sort()

/** What was bundled before stays as it is. */
export function packageHooks() {
  for (const path of filesIn(source)) {
    if (existsSync(`${target}/${path}`)) continue
    mkdirSync(dirname(`${target}/${path}`), { recursive: true })
    copyFileSync(`${source}/${path}`, `${target}/${path}`)
    chmodSync(`${target}/${path}`, 0o755)
  }
  const files = filesIn(target).map((path) => ({
    path,
    sha256: createHash('sha256')
      .update(readFileSync(`${target}/${path}`))
      .digest('hex'),
    mode: 0o700,
  }))
  writeFileSync(`${target}/manifest.json`, `${JSON.stringify({ files }, null, 2)}\n`)
}
