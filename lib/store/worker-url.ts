/**
 * Where the code of a worker lies: beside the module that starts it when that runs from source, and in the one folder
 * of all bundles when it was bundled.
 */
export function workerUrl(importMetaUrl: string, name: string): URL {
  return new URL(importMetaUrl.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, importMetaUrl)
}
