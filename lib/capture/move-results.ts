import { lstatSync, unlinkSync } from 'node:fs'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { freeName } from '#lib/model/free-name.ts'
import { type PinnedDirectory, pinDirectory, pinIfThere } from '#lib/store/pinned-directory.ts'
import { placeFile } from '#lib/store/place-file.ts'
import { namesIn, readWherePossible } from './read-small-file.ts'
import { sessionName } from './safe-name.ts'
import { completedPath } from './session-metadata.ts'

/**
 * Moves results of a session from temp/ into its own directory in completed/: each gets its second name, all of them are
 * made durable, and only then the first names go. Nothing is overwritten, no link is followed.
 */
export function moveResults(results: string, sessionId: string, names: readonly string[]): void {
  using temp = pinIfThere(results, 'temp')
  if (temp === null) return
  using completed = pinDirectory(results, completedPath(sessionId), { make: true })
  const moved = names.filter((name) => giveSecondName(temp, completed, name))
  if (moved.length === 0) return
  completed.sync()
  for (const name of moved) unlinkIfThere(temp.at(name))
  temp.sync()
}

/** Its own or a numbered one, none of the refused. False where nothing is there to move. */
export function giveSecondName(
  from: PinnedDirectory,
  to: PinnedDirectory,
  name: string,
  refused: Set<string> = new Set(),
): boolean {
  const stat = lstatSync(from.at(name), { throwIfNoEntry: false })
  if (!stat?.isFile()) return false
  for (;;) {
    const free = freeName(name, (candidate) => refused.has(candidate))
    try {
      placeFile({ directory: from, name }, { directory: to, name: free })
      return true
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return false
      if (!(error instanceof AppError && error.code === 'name_taken')) throw error
      refused.add(free)
    }
  }
}

export function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error
  }
}

/** The hooks write a session's id first, and a file says whose it is before its name does. */
const SESSION_FIRST = /^\s*\{\s*"session_id"\s*:\s*("(?:[^"\\]|\\.)*")/
const HEAD_BYTES = 4096

/** Files of a session in temp/ that others wrote, and how many results they said to expect. */
export function findOthers(results: string, sessionId: string): { names: string[]; expected: number } {
  using temp = pinIfThere(results, 'temp')
  if (temp === null) return { names: [], expected: 0 }
  const session = sessionName(sessionId)
  const metadata = `${session}_metadata.json`
  const names = namesIn(temp).filter(
    (name) => name.startsWith(`${session}_`) && name.endsWith('.json') && !name.startsWith('.'),
  )
  return {
    names: names.filter((name) => name === metadata || sessionIn(temp.at(name)) === sessionId),
    expected: names.includes(metadata) ? expectedIn(temp.at(metadata)) : 0,
  }
}

function sessionIn(path: string): string | null {
  const text = readWherePossible(path, HEAD_BYTES)?.bytes.toString('utf8') ?? ''
  const quoted = SESSION_FIRST.exec(text)?.[1]
  return quoted === undefined ? null : textIn(quoted)
}

function textIn(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function expectedIn(path: string): number {
  const text = readWherePossible(path, HEAD_BYTES)?.bytes.toString('utf8') ?? ''
  return Number(/"expected_count"\s*:\s*(\d{1,6})\b/.exec(text)?.[1] ?? 0)
}
