/** Each watched directory costs a watch of the system, and finished sessions are many: only the latest are watched. */
export const RECENT_LIMIT = 128

export type RecentDirectories = {
  /** Notes a directory below an area as touched last. */
  touch(directory: string): void
  all(): string[]
}

export function recentDirectories(): RecentDirectories {
  const directories = new Set<string>()
  return {
    touch(directory) {
      directories.delete(directory)
      directories.add(directory)
      for (const oldest of directories) {
        if (directories.size <= RECENT_LIMIT) break
        directories.delete(oldest)
      }
    },
    all: () => [...directories],
  }
}

/** Whether what lies in this directory may be a session's own directory. */
export const holdsSessions = (directory: string): boolean =>
  directory === 'completed' ||
  directory === 'failed' ||
  directory === 'running' ||
  directory === '.quarantine'
