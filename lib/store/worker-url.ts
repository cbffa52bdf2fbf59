/**
 * Where the code of a worker lies: beside the module that starts it when that runs from source, and in the one folder
 * of all bundles when it was bundled.
 */
export function workerUrl(importMetaUrl: string, name: string): URL {
  return new URL(importMetaUrl.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, importMetaUrl)
}

/**
 * Reading makes objects that are soon of no use. With room for more of them at a time a first scan takes less time, and
 * its peak of memory is the same. For threads that read; the one that answers requests does well with less.
 */
export const ROOM_FOR_GARBAGE = { maxYoungGenerationSizeMb: 96 } as const
