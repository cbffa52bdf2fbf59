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

/**
 * The hook program: one file, which runs without this project and on older Nodes, and which every call parses anew. Asked
 * for as a module asks, Node's own parts cost a fifth of its start; so they are asked for as CommonJS does, in a module.
 */
export const HOOK_OPTIONS: BuildOptions = {
  absWorkingDir: root,
  entryPoints: ['lib/capture/hook-main.ts'],
  bundle: true,
  minify: true,
  alias: { 'node:crypto': './lib/capture/lazy-crypto.ts' },
  format: 'cjs',
  platform: 'node',
  target: 'node18',
  define: { 'import.meta.url': '__url' },
  banner: {
    js: `const __url=import.meta.url,require=process.getBuiltinModule??(await import("node:module")).createRequire(__url);`,
  },
  legalComments: 'none',
  logLevel: 'warning',
}
