/**
 * The words of a shell command: as the shell has them, with its quotes as they hold words together, and without any, since
 * `"$HOME"/x` is one.
 */
export function commandWords(command: string): string[] {
  const quoted = [...command.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? '',
  )
  const bare = command.replace(/["']/g, '').split(/[\s;&|()<>]+/)
  const words = tokensOf(command).flatMap(([, word]) => (word === undefined ? [] : unquote(word)))
  return [...new Set([...words, ...quoted, ...bare])]
}

/** `isAll`: nothing follows. */
export type FirstCall = { words: string[]; isAll: boolean }

/** A word with its quotes, a pair of operators, or any other character that a shell gives a meaning to. */
const TOKEN = /[ \t]*(?:((?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[^\n]|[^\s'"\\;&|()<>`])+)|(&&|\|\||[\s\S]))/gy
/** What a shell does behind a call that it has made in any case. */
const GOES_ON: ReadonlySet<string | undefined> = new Set([';', '&&', '||', '\n'])
const OPEN_QUOTES: ReadonlySet<string | undefined> = new Set(["'", '"', '\\'])

/**
 * The words of the first call of a shell command, as the shell splits them, where it is made whatever follows; `null` where
 * that is not certain: what it reads or writes is led elsewhere, it goes on beside others, or a quote is never closed.
 */
export function firstCall(command: string): FirstCall | null {
  const tokens = tokensOf(command)
  if (tokens.some(([, , operator]) => OPEN_QUOTES.has(operator))) return null
  const end = tokens.findIndex(([, word]) => word === undefined || word.startsWith('#'))
  const words = (end === -1 ? tokens : tokens.slice(0, end)).map(([, word = '']) => unquote(word))
  if (end === -1) return { words, isAll: true }
  return GOES_ON.has(tokens[end]?.[2]) ? { words, isAll: false } : null
}

const tokensOf = (command: string): RegExpMatchArray[] => [...command.trim().matchAll(TOKEN)]

const unquote = (word: string): string =>
  word.replace(
    /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped ?? '',
  )
