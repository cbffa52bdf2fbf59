/** Each watched directory costs a watch of the system, and finished sessions are many: only the latest are watched. */
const LIMIT = 128

export type RecentDirectories = {
  /** Notes a session's directory in a finished area as touched; false where `name` cannot be one. */
  touch(area: string, name: string): boolean
  all(): string[]
}

export function recentDirectories(): RecentDirectories {
  const directories = new Set<string>()
  return {
    touch(area, name) {
      if (area !== 'completed' && area !== 'failed' && area !== 'running') return false
      const directory = `${area}/${name}`
      directories.delete(directory)
      directories.add(directory)
      for (const oldest of directories) {
        if (directories.size <= LIMIT) break
        directories.delete(oldest)
      }
      return true
    },
    all: () => [...directories],
  }
}
