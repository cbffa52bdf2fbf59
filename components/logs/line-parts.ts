import type { TextRange } from '#lib/model/log.ts'

/** A piece of a line: whether it was looked for, and the session that it names. */
export type LinePart = { text: string; from: number; found: boolean; session: string | null }

/** An expression that finds any of some ids; `null` where there are none. */
export function sessionExpression(ids: readonly string[]): RegExp | null {
  if (ids.length === 0) return null
  const longestFirst = ids.toSorted((one, other) => other.length - one.length)
  const words = longestFirst.map((id) => id.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'g')
}

/** A text cut wherever a match or the name of a session begins or ends. */
export function lineParts(text: string, matches: readonly TextRange[], sessions: RegExp | null): LinePart[] {
  const named = sessions === null ? [] : [...text.matchAll(sessions)]
  const names = named.map((match): TextRange => [match.index, match.index + match[0].length])
  if (matches.length === 0 && names.length === 0) return [{ text, from: 0, found: false, session: null }]
  const cuts = [0, text.length, ...[...matches, ...names].flat()].filter((at) => at <= text.length)
  const places = [...new Set(cuts)].sort((one, other) => one - other)
  return places.slice(0, -1).map((from, index) => {
    const until = places[index + 1] ?? text.length
    const holds = ([begin, end]: TextRange): boolean => begin <= from && until <= end
    const name = names.find(holds)
    return {
      text: text.slice(from, until),
      from,
      found: matches.some(holds),
      session: name ? text.slice(...name) : null,
    }
  })
}
