import type { LogLine } from '#lib/model/log.ts'

/** As hooks make ids, and whatever stands behind the word. */
const NAMED =
  /\b\d{8}_\d{6}_[0-9a-f]{4,16}\b|\bsession(?:[_ -]?id)?["']?\s{0,2}[:=]?\s{0,2}["']?([A-Za-z0-9][A-Za-z0-9._-]{0,120})/gi

/** Each is looked up: a page of lines that names more is no page for links. */
const NAMES_LIMIT = 200

/** What may be ids of sessions in some lines. Who asks finds out which there are. */
export function namedSessions(lines: readonly LogLine[]): string[] {
  const names = new Set<string>()
  for (const { text } of lines)
    for (const [whole, named] of text.matchAll(NAMED)) {
      names.add((named ?? whole).replace(/[.:-]+$/, ''))
      if (names.size >= NAMES_LIMIT) return [...names]
    }
  return [...names]
}
