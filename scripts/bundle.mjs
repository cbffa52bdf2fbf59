// Bundles the server, the command line, workers and the sample's agents into dist/: one file each starts faster than a
// hundred sources, and runs where Node strips no types.
import { globSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { BUNDLE_OPTIONS, HOOK_OPTIONS } from './bundle-options.ts'
import { packageHooks } from './package-hooks.mjs'
import { root } from './prepare.mjs'

rmSync(`${root}/dist`, { recursive: true, force: true })
const workers = globSync('lib/**/*-worker.ts', { cwd: root })
await build({
  ...BUNDLE_OPTIONS,
  entryPoints: {
    cli: 'lib/cli/main.ts',
    server: 'server.ts',
    simulate: 'demo/simulate.ts',
    ...Object.fromEntries(workers.map((path) => [path.replace(/^.*\/|\.ts$/g, ''), path])),
  },
  outdir: 'dist',
  // It finds its parts by its own place.
  external: ['next'],
  chunkNames: 'chunk-[hash]',
  logLevel: 'warning',
})
// Copied into homes and run by whatever Node is there, with the rest of hooks/ beside it.
await build({ ...HOOK_OPTIONS, outfile: 'dist/hooks/trinitas-hook.mjs' })
packageHooks()
