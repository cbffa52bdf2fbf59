import { join } from 'node:path'
import { isInternalId } from '#lib/capture/transcript/internal-id.ts'
import type { FileStamp } from '#lib/model/file-record.ts'
import { joinPath } from '#lib/model/relative-path.ts'
import { type Entry, listDirectory, statEntry } from '#lib/store/list-directory.ts'

/** A transcript of Claude Code: a session's, with or without side chains, or that of one agent. */
export type Transcript = {
  /** Below the directory of projects. */
  directory: string
  name: string
  /** By its place; `null` where that does not say. */
  sessionId: string | null
  /** `null` for that of a session. */
  agentId: string | null
  stamp: FileStamp
}

export type Found =
  | { kind: 'found'; transcript: Transcript }
  | { kind: 'refused'; path: string; reason: string }

const ENDING = '.jsonl'
const AGENT = /^agent-(.+)\.jsonl$/s

/**
 * The transcripts below a directory of projects: `<project>/<session>.jsonl`, those of agents beside them where older
 * versions put them, and `<project>/<session>/subagents/agent-<id>.jsonl`. A session's comes before those of its agents,
 * since it names them. No link is followed.
 */
export function* findTranscripts(root: string): Generator<Found> {
  for (const project of yield* entriesOf(root, '')) {
    if (project.kind === 'symlink') yield refused(project.name, LINK)
    if (project.kind !== 'directory') continue
    const entries = yield* entriesOf(root, project.name)
    for (const entry of entries.toSorted(sessionsFirst))
      if (entry.name.endsWith(ENDING)) yield* transcriptOf(root, project.name, entry, null)
    for (const { name, kind } of entries) {
      if (kind === 'directory') yield* agentsOf(root, project.name, name)
      if (kind === 'symlink' && !name.endsWith(ENDING)) yield refused(joinPath(project.name, name), LINK)
    }
  }
}

const LINK = 'It is a symbolic link, and links are not followed.'

function* agentsOf(root: string, project: string, session: string): Generator<Found> {
  const directory = joinPath(joinPath(project, session), 'subagents')
  for (const entry of yield* entriesOf(root, directory))
    if (AGENT.test(entry.name)) yield* transcriptOf(root, directory, entry, session)
}

function sessionsFirst(one: Entry, other: Entry): number {
  const [isAgent, isOtherAgent] = [AGENT.test(one.name), AGENT.test(other.name)]
  if (isAgent !== isOtherAgent) return isAgent ? 1 : -1
  return one.name < other.name ? -1 : 1
}

function* transcriptOf(
  root: string,
  directory: string,
  { name }: Entry,
  session: string | null,
): Generator<Found> {
  const path = joinPath(directory, name)
  const agentId = AGENT.exec(name)?.[1] ?? null
  if (agentId !== null && isInternalId(agentId)) return
  const stat = statEntry(join(root, path))
  if (stat.kind === 'gone') return
  if (stat.kind === 'symlink') yield refused(path, LINK)
  else if (stat.kind === 'refused') yield refused(path, `To look at it failed with ${stat.code}.`)
  else if (stat.kind !== 'file') yield refused(path, 'It is no regular file.')
  else {
    const { kind: _, ...stamp } = stat
    const sessionId = session ?? (agentId === null ? name.slice(0, -ENDING.length) : null)
    yield { kind: 'found', transcript: { directory, name, sessionId, agentId, stamp } }
  }
}

function* entriesOf(root: string, directory: string): Generator<Found, Entry[]> {
  const path = join(root, directory)
  const listing = listDirectory(path, statEntry(path))
  if (listing.kind === 'refused') yield refused(directory === '' ? '.' : directory, listing.detail)
  if (listing.kind !== 'listed') return []
  for (const { kind, name } of listing.entries)
    if (kind === 'unnameable') yield refused(joinPath(directory, name), 'Its name is no UTF-8.')
  return listing.entries
    .filter(({ kind }) => kind !== 'unnameable')
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

const refused = (path: string, reason: string): Found => ({ kind: 'refused', path, reason })

/** Whether there is any transcript, as far as that is seen at once. */
export function hasTranscripts(root: string): boolean {
  for (const { kind } of findTranscripts(root)) if (kind === 'found') return true
  return false
}
