import { applyEdits, createScanner, type Edit, type Node, parseTree } from 'jsonc-parser'
import { BYTE_ORDER_MARK } from './parse-config-file.ts'

export type JsoncValue = string | number | boolean | readonly JsoncValue[] | { [name: string]: JsoncValue }

/** A value at a path; without, what is there is taken out. A number in a path is a place in a list, `end` the one behind its last. */
export type JsoncChange = { path: readonly (string | number)[]; value: JsoncValue | undefined }

/**
 * Makes one change to JSON with comments, which must be well-formed. Every byte that is not of the change stays: comments,
 * order, indentation, last commas, line ends. The library's own `modify` takes comments between two properties away with
 * the second one, and puts a new property before the comment of the last.
 */
export function editJsonc(text: string, { path, value }: JsoncChange): string {
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
  const json = text.slice(mark.length)
  if (parseTree(json) === undefined)
    return value === undefined ? text : editJsonc(mark + withObject(json), { path, value })
  const edited = applyEdits(json, editsOf(json, path, value))
  // One that stands there twice would go on as the other.
  const isAgain = value === undefined && edited !== json && typeof path.at(-1) === 'string'
  return isAgain ? editJsonc(mark + edited, { path, value }) : mark + edited
}

/** Behind comments that say what is to come; what is blank is no text of anybody's. */
function withObject(json: string): string {
  if (json.trim() === '') return '{}\n'
  const { eol } = styleOf(json)
  return `${json}${/[\r\n]\s*$/.test(json) ? '' : eol}{}${eol}`
}

/** The same for several, one after the other. */
export const editJsoncAll = (text: string, changes: readonly JsoncChange[]): string =>
  changes.reduce(editJsonc, text)

function editsOf(text: string, path: JsoncChange['path'], value: JsoncValue | undefined): Edit[] {
  const style = styleOf(text)
  let node = parseTree(text, [], { allowTrailingComma: true })
  for (const [depth, name] of path.entries()) {
    const entry = node === undefined ? undefined : findEntry(node, name)
    if (entry === undefined) {
      if (value === undefined || node === undefined) return []
      if (!mayHold(node, name)) return replaceEdits(text, node, nest(path.slice(depth), value), style)
      return insertEdits(text, node, name, nest(path.slice(depth + 1), value), style)
    }
    if (depth === path.length - 1 && value === undefined) return removeEdits(text, entry)
    node = entry.type === 'property' ? entry.children?.[1] : entry
  }
  return node === undefined || value === undefined ? [] : replaceEdits(text, node, value, style)
}

/** Where something else stands in the place of an object or a list, that goes. */
const mayHold = ({ type }: Node, name: string | number): boolean =>
  type === (typeof name === 'number' ? 'array' : 'object')

function replaceEdits(text: string, { offset, length }: Node, value: JsoncValue, style: Style): Edit[] {
  return [{ offset, length, content: write(value, indentOfLine(text, offset), style) }]
}

/** The property of an object, the last one where there are several of a name, as readers take it; the item of a list. */
function findEntry({ type, children = [] }: Node, name: string | number): Node | undefined {
  if (type === 'array') return typeof name === 'number' ? children[name] : undefined
  return children.findLast(({ children: pair }) => pair?.[0]?.value === name)
}

const nest = (path: JsoncChange['path'], value: JsoncValue): JsoncValue =>
  path.reduceRight<JsoncValue>(
    (inner, name) => (typeof name === 'number' ? [inner] : { [name]: inner }),
    value,
  )

type Style = { unit: string; eol: string }

function styleOf(text: string): Style {
  return {
    unit: /^[\t ]+(?=["}\]/])/m.exec(text)?.[0] ?? '  ',
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  }
}

const indentOfLine = (text: string, offset: number): string =>
  /^[\t ]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? ''

const write = (value: JsoncValue, indent: string, { unit, eol }: Style): string =>
  JSON.stringify(value, null, unit).replaceAll('\n', eol + indent)

type Token = { text: string; offset: number; end: number }

/** Whatever is no white space, comments included, between two offsets. */
function tokensBetween(text: string, from: number, to: number): Token[] {
  const scanner = createScanner(text, false)
  scanner.setPosition(from)
  const tokens: Token[] = []
  while (scanner.getPosition() < to) {
    scanner.scan()
    const offset = scanner.getTokenOffset()
    const token = text.slice(offset, scanner.getPosition())
    if (token.trim() !== '') tokens.push({ text: token, offset, end: scanner.getPosition() })
  }
  return tokens
}

const isComma = ({ text }: Token): boolean => text === ','

/** Behind everything that the object or list holds, the comment of its last entry included. */
function insertEdits(
  text: string,
  holder: Node,
  name: string | number,
  value: JsoncValue,
  style: Style,
): Edit[] {
  const { children = [] } = holder
  const last = children.at(-1)
  const close = holder.offset + holder.length - 1
  const start = last === undefined ? holder.offset + 1 : last.offset + last.length
  const behind = tokensBetween(text, start, close)
  const at = behind.at(-1)?.end ?? start
  const hasComma = behind.some(isComma)
  const isOpen = last === undefined || text.slice(holder.offset, close).includes('\n')
  const outer = indentOfLine(text, holder.offset)
  const indent = isOpen && last !== undefined ? indentOfLine(text, last.offset) : outer + style.unit
  const inner = isOpen ? indent : outer
  const key = holder.type === 'array' ? '' : `${JSON.stringify(name)}: `
  const entry = `${isOpen ? style.eol + indent : ' '}${key}${write(value, inner, style)}`
  const ending = text.slice(at, close).includes('\n') || !isOpen ? '' : style.eol + outer
  const comma = last === undefined || hasComma ? [] : [{ offset: start, length: 0, content: ',' }]
  // Where somebody ends lists with a comma, this is ended so too.
  return [...comma, { offset: at, length: 0, content: entry + (hasComma ? ',' : '') + ending }]
}

/** The entry and one comma; its line too where nothing else stands there. Comments stay. */
function removeEdits(text: string, entry: Node): Edit[] {
  const span = spanOf(text, entry)
  const comma = commaOf(text, entry)
  const isInside = comma === null || (comma >= span.offset && comma < span.offset + span.length)
  return isInside ? [span] : [span, { offset: comma, length: 1, content: '' }]
}

/** The comma behind an entry, or, behind the last one, the one before it; `null` where it stands alone. */
function commaOf(text: string, entry: Node): number | null {
  const holder = entry.parent
  const siblings = holder?.children ?? []
  const at = siblings.indexOf(entry)
  const [before, after] = [siblings[at - 1], siblings[at + 1]]
  const close = holder === undefined ? text.length : holder.offset + holder.length - 1
  const behind = commaBetween(text, entry.offset + entry.length, after?.offset ?? close)
  if (behind !== null || before === undefined) return behind
  return commaBetween(text, before.offset + before.length, entry.offset)
}

const commaBetween = (text: string, from: number, to: number): number | null =>
  tokensBetween(text, from, to).find(isComma)?.offset ?? null

function spanOf(text: string, { offset, length }: Node): Edit {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const [tail = '', comma = '', lineEnd] = /^([\t ]*,)?[\t ]*(\r?\n)?/.exec(text.slice(offset + length)) ?? []
  const isAlone = lineStart > 0 && text.slice(lineStart, offset).trim() === '' && lineEnd !== undefined
  if (isAlone) return { offset: lineStart, length: offset - lineStart + length + tail.length, content: '' }
  const end = offset + length + comma.length
  // One of the two blanks that would be left around it.
  const blank = /^[\t ][^\r\n]/.test(text.slice(end)) && /\s/.test(text[offset - 1] ?? '') ? 1 : 0
  return { offset, length: length + comma.length + blank, content: '' }
}
