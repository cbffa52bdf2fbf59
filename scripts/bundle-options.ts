import type { BuildOptions } from 'esbuild'
import { root } from './prepare.mjs'

/** How sources become what is shipped, wherever that is put. */
export const BUNDLE_OPTIONS: BuildOptions = {
  absWorkingDir: root,
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
}

/** The hook program: one file, which runs without this project and on older Nodes, and which every start parses anew. */
export const HOOK_OPTIONS: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ['lib/capture/hook-main.ts'],
  bundle: true,
  minify: true,
  alias: { 'node:crypto': './lib/capture/lazy-crypto.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node18',
  legalComments: 'none',
  logLevel: 'warning',
}
