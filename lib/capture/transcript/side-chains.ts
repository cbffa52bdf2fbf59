import { fieldOf, textField } from './line-fields.ts'

/** Ids are a part of a name; longer ones are not of any harness. */
const ID_LIMIT_CHARACTERS = 256

export const idField = (line: unknown, name: string): string | null => {
  const id = textField(line, name)
  return id === null || id.length > ID_LIMIT_CHARACTERS ? null : id
}

/** A line follows one that was written shortly before; to know all would take memory with every line. */
const KNOWN_AT_ONCE = 20_000

export type SideChainOptions = {
  /** Whether a line goes to the run that was last at work where the one it follows is not known: it was broken, say. */
  adopt: boolean
}

export type SideChains = {
  /** The run that a line of a session's transcript belongs to; `null` for the session's own. */
  of(line: unknown): string | null
}

/**
 * Tells the agents apart whose lines stand between those of their session. Today's name their agent; older ones only say
 * which line each follows, so that a run is called by its first.
 */
export function trackSideChains({ adopt }: SideChainOptions): SideChains {
  const runOf = new Map<string, string>()
  let latest: string | null = null
  return {
    of(line) {
      if (fieldOf(line, 'isSidechain') !== true) return null
      const uuid = idField(line, 'uuid')
      const parent = idField(line, 'parentUuid')
      const begun = parent === null ? uuid : (runOf.get(parent) ?? (adopt ? latest : null) ?? uuid)
      const run = idField(line, 'agentId') ?? begun
      if (run === null) return null
      latest = run
      if (uuid !== null) remember(runOf, uuid, run)
      return run
    },
  }
}

function remember(runOf: Map<string, string>, uuid: string, run: string): void {
  runOf.set(uuid, run)
  if (runOf.size <= KNOWN_AT_ONCE) return
  for (const oldest of runOf.keys()) {
    runOf.delete(oldest)
    return
  }
}
