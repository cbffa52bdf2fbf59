import { joinPath, splitPath } from '#lib/model/relative-path.ts'

/** Directories of which it is reported that they could not be listed, by where they lie. */
export type DirectoryReports = {
  has(path: string): boolean
  /** Reported directories directly below. */
  below(directory: string): string[]
  add(path: string): void
  remove(path: string): void
}

export function directoryReports(paths: Iterable<string>): DirectoryReports {
  const names = new Map<string, Set<string>>()
  const reports: DirectoryReports = {
    has(path) {
      const { directory, name } = splitPath(path)
      return names.get(directory)?.has(name) ?? false
    },
    below: (directory) => [...(names.get(directory) ?? [])].map((name) => joinPath(directory, name)),
    add(path) {
      const { directory, name } = splitPath(path)
      const siblings = names.get(directory)
      if (siblings) siblings.add(name)
      else names.set(directory, new Set([name]))
    },
    remove(path) {
      const { directory, name } = splitPath(path)
      names.get(directory)?.delete(name)
    },
  }
  for (const path of paths) reports.add(path)
  return reports
}
