// Bundles the command line and the workers into dist/: one file each starts faster than a hundred sources.
import { globSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { root } from './prepare.mjs'

rmSync(`${root}/dist`, { recursive: true, force: true })
const workers = globSync('lib/**/*-worker.ts', { cwd: root })
await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'lib/cli/main.ts',
    ...Object.fromEntries(workers.map((path) => [path.replace(/^.*\/|\.ts$/g, ''), path])),
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node26',
  mainFields: ['module', 'main'],
  // Some dependencies are CommonJS and ask for Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  chunkNames: 'chunk-[hash]',
  logLevel: 'warning',
})
