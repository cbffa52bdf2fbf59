import {
  createScanner,
  type Node,
  type ParseError,
  type ParseErrorCode,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { AppError } from '#lib/errors.ts'

/** One command that settings call at an event, and the parts of the text around it. */
export type HookEntry = {
  event: string
  command: string
  /** What it is called for alone; `null` where that is everything. */
  narrowedTo: string | null
  /** `{"type": "command", "command": …}` */
  entry: Node
  /** The text of the command. */
  commandNode: Node
  /** The list that it is in, and what that belongs to: `{"matcher": …, "hooks": […]}`. */
  list: Node
  matcher: Node
  matchers: Node
}

/**
 * The settings in a text; `null` where it is empty. Throws `AppError('config_invalid')` with line and column where it is
 * no JSON, and where `hooks` is of another form than Claude Code reads.
 */
export function parseSettings(text: string, path: string): Node | null {
  // At its place, so that every offset stays.
  const plain = text.replace(/^\uFEFF/, ' ')
  if (plain.trim() === '') return null
  if (isTooDeep(plain))
    throw new AppError('config_invalid', `${path} is nested deeper than any settings. Nothing was changed.`, {
      path,
    })
  const errors: ParseError[] = []
  const root = parseTree(plain, errors, { allowTrailingComma: false })
  const [error] = errors
  if (error !== undefined) throw broken(plain, error, path)
  if (root?.type !== 'object')
    throw new AppError('config_invalid', `${path}: expected an object of settings. Nothing was changed.`, {
      path,
    })
  requireForm(root, path)
  return root
}

/** A parser that calls itself for each level runs out of stack at ten times as many. */
const DEPTH_LIMIT = 500
/** Tokens that go down a level and up again, and the end, by the numbers that the scanner has for them. */
const LEVELS: Readonly<Record<number, number>> = { 1: 1, 2: -1, 3: 1, 4: -1 }
const END = 17

function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true)
  let depth = 0
  for (let token: number = scanner.scan(); token !== END && depth <= DEPTH_LIMIT; token = scanner.scan())
    depth += LEVELS[token] ?? 0
  return depth > DEPTH_LIMIT
}

/** Whether settings have Claude Code call no hook at all, whatever they name. */
export const hooksAreOff = (root: Node | null): boolean =>
  root !== null && valueIn(propertyOf(root, 'disableAllHooks'))?.value === true

/**
 * Whether there are comments in a text, which are kept like all else. Claude Code takes nothing from settings that have any
 * (https://github.com/anthropics/claude-code/issues/83190).
 */
export function hasComments(text: string): boolean {
  const errors: ParseError[] = []
  parseTree(text, errors, { disallowComments: true })
  return errors.some(({ error }) => printParseErrorCode(error) === 'InvalidCommentToken')
}

/** Of a name that stands there twice, the last one counts. */
export function propertyOf(object: Node, key: string): Node | undefined {
  return object.children?.findLast(({ children }) => children?.[0]?.value === key)
}

export const valueIn = (property: Node | undefined): Node | undefined => property?.children?.[1]

/** Every command that `hooks` names. */
export function hookEntries(root: Node | null): HookEntry[] {
  const hooks = root === null ? undefined : valueIn(propertyOf(root, 'hooks'))
  return (hooks?.children ?? []).flatMap((property) => {
    const [name, matchers] = property.children ?? []
    if (matchers === undefined) return []
    return (matchers.children ?? []).flatMap((matcher) => entriesOf(String(name?.value), matchers, matcher))
  })
}

function entriesOf(event: string, matchers: Node, matcher: Node): HookEntry[] {
  const list = matcher.type === 'object' ? valueIn(propertyOf(matcher, 'hooks')) : undefined
  if (list?.type !== 'array') return []
  return (list.children ?? []).flatMap((entry) => {
    const commandNode = entry.type === 'object' ? valueIn(propertyOf(entry, 'command')) : undefined
    if (commandNode?.type !== 'string') return []
    const command = String(commandNode.value)
    const narrowedTo = narrowing(event, valueIn(propertyOf(matcher, 'matcher'))?.value)
    return [{ event, command, narrowedTo, entry, commandNode, list, matcher, matchers }]
  })
}

/** What a matcher narrows an event to; `null` where it does not. Claude Code asks for none as an agent of its user stops. */
export function narrowing(event: string, matcher: unknown): string | null {
  if (event === 'Stop' || matcher === undefined || matcher === null) return null
  const text = typeof matcher === 'string' ? matcher : 'what is no text'
  return EVERYTHING.has(text) ? null : text
}

const EVERYTHING: ReadonlySet<string> = new Set(['', '*', '.*'])

function requireForm(root: Node, path: string): void {
  const hooks = valueIn(propertyOf(root, 'hooks'))
  if (hooks === undefined) return
  if (hooks.type !== 'object') throw wrongForm(path, '"hooks" to be an object, with a list for each event')
  for (const property of hooks.children ?? []) {
    const [name, value] = property.children ?? []
    if (value?.type !== 'array')
      throw wrongForm(path, `hooks.${String(name?.value)} to be a list of {"hooks": [{"type", "command"}]}`)
  }
}

function wrongForm(path: string, expected: string): AppError {
  return new AppError(
    'config_invalid',
    `${path}: expected ${expected}. Mend it first; nothing was changed.`,
    { path },
  )
}

const WORDS: Readonly<Partial<Record<ReturnType<typeof printParseErrorCode>, string>>> = {
  PropertyNameExpected: 'a name in quotes was expected',
  ValueExpected: 'a value was expected',
  ColonExpected: 'a colon was expected',
  CommaExpected: 'a comma was expected',
  CloseBraceExpected: 'a closing } was expected',
  CloseBracketExpected: 'a closing ] was expected',
  EndOfFileExpected: 'nothing more was expected',
}

function broken(text: string, { error, offset }: ParseError, path: string): AppError {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const column = offset - before.lastIndexOf('\n')
  const code = printParseErrorCode(error as ParseErrorCode)
  const message = `${path} is no JSON: ${WORDS[code] ?? code} at line ${line}, column ${column}. Mend it first; nothing was changed.`
  return new AppError('config_invalid', message, { path })
}
