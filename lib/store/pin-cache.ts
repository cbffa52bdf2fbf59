import { splitPath } from '#lib/model/relative-path.ts'
import { type PinnedDirectory, type PinOptions, pinBelow, pinDirectory } from './pinned-directory.ts'

/** Directories below a root that are held open, each opened in the one above it. */
export type PinCache = {
  /** As `pinDirectory` does. */
  pin(directory: string, options?: PinOptions): PinnedDirectory
  size(): number
  /** Closes all of them. */
  close(): void
}

export function createPinCache(root: string): PinCache {
  const pinned = new Map<string, PinnedDirectory>()
  const open = (path: string, options: PinOptions): PinnedDirectory => {
    if (path === '') return pinDirectory(root, '')
    const { directory, name } = splitPath(path)
    return pinBelow(pin(directory, options), name, options)
  }
  const pin = (path: string, options: PinOptions = {}): PinnedDirectory => {
    const known = pinned.get(path)
    if (known) return known
    const opened = open(path, options)
    pinned.set(path, opened)
    return opened
  }
  return {
    pin,
    size: () => pinned.size,
    close() {
      for (const directory of pinned.values()) directory.close()
      pinned.clear()
    },
  }
}
