import type { FileRecord } from '#lib/model/file-record.ts'
import { splitPath } from '#lib/model/relative-path.ts'
import { directoryNameOf } from '#lib/sessions/broken-record.ts'
import { guessSessionId } from '#lib/sessions/session-id.ts'
import { putRecord, type RefreshContext } from './refresh-context.ts'

/** Which files go by their names, and which ids came or went, by which such a name may now mean another session. */
export type Guesses = {
  /** A record that is new, read again, or gone. */
  note(record: Pick<FileRecord, 'idGuessed' | 'sessionId' | 'path'>): void
  /** Paths of files that must be guessed again, since the last call. */
  take(): string[]
}

export function trackGuesses(guessed: readonly FileRecord[]): Guesses {
  const paths = new Set(guessed.map(({ path }) => path))
  const ids = new Set<string>()
  return {
    note({ idGuessed, sessionId, path }) {
      if (idGuessed) paths.add(path)
      // Before anything is guessed, nothing can be guessed again: the first guess knows all that came before.
      else if (paths.size > 0) {
        paths.delete(path)
        if (sessionId !== null) ids.add(sessionId)
      }
    },
    take() {
      if (paths.size === 0 || ids.size === 0) return []
      const due = [...paths].filter((path) => beginsWithAny(splitPath(path).name, ids))
      ids.clear()
      return due
    },
  }
}

/** Whether an id stands at the beginning of a name, up to one of its `_`. */
function beginsWithAny(name: string, ids: ReadonlySet<string>): boolean {
  for (let at = name.indexOf('_'); at !== -1; at = name.indexOf('_', at + 1)) {
    if (ids.has(name.slice(0, at))) return true
  }
  return false
}

/**
 * Looks again at what the names of files mean that cannot be read: whatever the order in which files were found, the
 * same files make the same sessions.
 */
export function guessAgain(context: RefreshContext, paths: readonly string[]): void {
  for (const path of paths) {
    const { directory, name } = splitPath(path)
    const record = context.history.files.get(directory, name)
    if (!record?.idGuessed) continue
    const sessionId = guessSessionId(name, directoryNameOf(record), context.history.summaries.knowsSession)
    if (sessionId !== record.sessionId) putRecord(context, { ...record, sessionId }, record)
  }
}
