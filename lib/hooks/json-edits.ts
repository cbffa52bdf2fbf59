import type { Node } from 'jsonc-parser'
import type { TextEdit } from '#lib/model/plan.ts'

/** How a text is laid out, so that what is added looks as if it had always been there. */
type Layout = { eol: string; indent: string; flat: boolean }

const USUAL_INDENT = '  '

/** `flat`: all of it stands in one line. */
export function layoutOf(text: string): Layout {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? USUAL_INDENT
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', indent, flat: !text.trim().includes('\n') }
}

/** Adds a property, or with `key` as `null` an element, behind the last one. Only adds characters. */
export function appendTo(text: string, container: Node, key: string | null, value: unknown): TextEdit {
  const layout = layoutOf(text)
  const name = key === null ? '' : `${JSON.stringify(key)}: `
  const last = container.children?.at(-1)
  if (last === undefined) return fillEmpty(text, container, name, value, layout)
  const offset = last.offset + last.length
  const before = lineStart(text, last.offset)
  if (before === null) {
    const inside = text.slice(container.offset, container.offset + container.length)
    const isTight = !/[:,]\s/.test(inside)
    const content = isTight
      ? `,${name.trimEnd()}${JSON.stringify(value)}`
      : `, ${name}${JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ')}`
    return { offset, length: 0, content }
  }
  return { offset, length: 0, content: `,${layout.eol}${before}${name}${print(value, before, layout)}` }
}

function fillEmpty(text: string, container: Node, name: string, value: unknown, layout: Layout): TextEdit {
  const offset = container.offset + 1
  const isRoot = container.parent === undefined
  if (layout.flat && !isRoot)
    return { offset, length: 0, content: `${name.trimEnd()}${JSON.stringify(value)}` }
  const around = indentAt(text, container.offset)
  const inside = around + layout.indent
  // A line break that stands in it already ends the line of what is added.
  const hasBreak = text.slice(offset, container.offset + container.length - 1).includes('\n')
  const end = hasBreak ? '' : `${layout.eol}${around}`
  return { offset, length: 0, content: `${layout.eol}${inside}${name}${print(value, inside, layout)}${end}` }
}

export const print = (value: unknown, around: string, { eol, indent }: Omit<Layout, 'flat'>): string =>
  JSON.stringify(value, null, indent).replaceAll('\n', `${eol}${around}`)

/** Takes a property or an element out, with the comma that no longer divides anything. Comments stay. */
export function removeFrom(text: string, container: Node, child: Node): TextEdit[] {
  const children = container.children ?? []
  const at = children.indexOf(child)
  const end = child.offset + child.length
  const [previous, next] = [children[at - 1], children[at + 1]]
  if (previous !== undefined) {
    const previousEnd = previous.offset + previous.length
    const between = text.slice(previousEnd, child.offset)
    if (/^\s*,\s*$/.test(between)) return [cut(previousEnd, end)]
    const from = child.offset - (/\s*$/.exec(between)?.[0].length ?? 0)
    const comma = previousEnd + commaIn(between)
    return [cut(from, end), cut(comma, comma + 1)]
  }
  if (next !== undefined) {
    const between = text.slice(end, next.offset)
    if (/^\s*,\s*$/.test(between)) return [cut(child.offset, next.offset)]
    const comma = end + commaIn(between)
    return [cut(comma, comma + 1), cut(child.offset, end)]
  }
  const [from, until] = [container.offset + 1, container.offset + container.length - 1]
  const isAlone = text.slice(from, child.offset).trim() === '' && text.slice(end, until).trim() === ''
  return [isAlone ? cut(from, until) : cut(child.offset, end)]
}

const cut = (from: number, until: number): TextEdit => ({ offset: from, length: until - from, content: '' })

/** Where the comma stands among comments. */
const commaIn = (between: string): number =>
  between.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (comment) => ' '.repeat(comment.length)).indexOf(',')

/** What stands before a place in its line; `null` where that is more than blanks. */
function lineStart(text: string, offset: number): string | null {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return before.trim() === '' && text.lastIndexOf('\n', offset - 1) !== -1 ? before : null
}

const indentAt = (text: string, offset: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0] ?? ''
