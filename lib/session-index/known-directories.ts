import type { DirectoryState } from '#lib/history/directory-rows.ts'

/** What each directory held when it was last read, by its path below the results directory, and which lie in which. */
export type KnownDirectories = {
  readonly size: number
  get(path: string): DirectoryState | undefined
  set(path: string, state: DirectoryState): void
  delete(path: string): void
  /** Known directories directly below. */
  childrenOf(path: string): string[]
  /** The directory itself, where it is known, and all known ones below it. */
  withAllBelow(path: string): string[]
}

export function knownDirectories(states: Map<string, DirectoryState>): KnownDirectories {
  const children = new Map<string, Set<string>>()
  const addToParent = (path: string): void => {
    const parent = parentOf(path)
    const siblings = children.get(parent)
    if (siblings) siblings.add(path)
    else children.set(parent, new Set([path]))
  }
  for (const path of states.keys()) addToParent(path)
  const known: KnownDirectories = {
    get size() {
      return states.size
    },
    get: (path) => states.get(path),
    set(path, state) {
      if (!states.has(path)) addToParent(path)
      states.set(path, state)
    },
    delete(path) {
      states.delete(path)
      children.get(parentOf(path))?.delete(path)
    },
    childrenOf: (path) => [...(children.get(path) ?? [])],
    withAllBelow: (path) => [
      ...(states.has(path) ? [path] : []),
      ...known.childrenOf(path).flatMap((child) => known.withAllBelow(child)),
    ],
  }
  return known
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
