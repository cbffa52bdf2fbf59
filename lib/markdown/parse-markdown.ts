import type { Element, ElementContent, Root, RootContent } from 'hast'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { visit } from 'unist-util-visit'
import { revealHidden } from '#lib/format/printable.ts'
import { MARKDOWN_TAGS, type MarkdownNode, type MarkdownTag } from '#lib/model/markdown.ts'

/** More than this is no answer that somebody reads, and a page that is slow to draw. */
const NODES_LIMIT = 20_000
const DEPTH_LIMIT = 60

/** No image is loaded, a link goes where its text says that it goes, and no id or class of a file shadows the page's. */
const SCHEMA: typeof defaultSchema = {
  ...defaultSchema,
  protocols: { href: ['http', 'https', 'mailto'] },
  attributes: { ...defaultSchema.attributes, '*': ['align', 'start', 'checked'], a: ['href'] },
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(() => showAsText)
  .use(rehypeSanitize, SCHEMA)

/**
 * An agent's Markdown as a tree of what is allowed; `null` where it is so intricate that it is better shown as it is
 * written. Throws `RangeError` where it is nested deeper than the stack: whoever calls this has limits for time,
 * memory and stack.
 */
export function parseMarkdown(markdown: string): MarkdownNode[] | null {
  const root = processor.runSync(processor.parse(markdown)) as Root
  const left = { nodes: NODES_LIMIT }
  const nodes = toNodes(root.children, left, 0)
  return left.nodes < 0 ? null : nodes
}

/** HTML and images of an answer are shown as the text that they are: nothing runs, and nothing is lost. */
function showAsText(root: Root): void {
  visit(root, (node, index, parent) => {
    if (parent === undefined || index === undefined) return
    if (node.type === 'raw') parent.children[index] = { type: 'text', value: node.value }
    else if (node.type === 'element' && node.tagName === 'img') {
      const { alt, src } = node.properties
      parent.children[index] = { type: 'text', value: `[image: ${alt || 'without text'}, ${src}]` }
    }
  })
}

type Left = { nodes: number }

function toNodes(
  children: readonly (RootContent | ElementContent)[],
  left: Left,
  depth: number,
): MarkdownNode[] {
  left.nodes -= children.length
  if (depth > DEPTH_LIMIT) left.nodes = -1
  if (left.nodes < 0) return []
  return children.flatMap((child) => {
    if (child.type === 'text') return [revealHidden(child.value)]
    return child.type === 'element' ? toElement(child, left, depth) : []
  })
}

function toElement(element: Element, left: Left, depth: number): MarkdownNode[] {
  const { tagName, properties } = element
  const children = toNodes(element.children, left, depth + 1)
  if (tagName === 'input') return [{ kind: 'task', done: properties.checked === true }]
  if (tagName === 'a') {
    const href = String(properties.href ?? '')
    const target = targetOf(href)
    return target === null ? children : [{ kind: 'link', href, target, children }]
  }
  const tag = TAGS.get(tagName)
  if (tag === undefined) return children
  const { align, start } = properties
  return [
    {
      kind: 'element',
      tag,
      ...(align === 'left' || align === 'center' || align === 'right' ? { align } : {}),
      ...(typeof start === 'number' ? { start } : {}),
      children,
    },
  ]
}

/** The page has headings of its own; those of an answer are one level of prose below them. */
const TAGS: ReadonlyMap<string, MarkdownTag> = new Map([
  ...MARKDOWN_TAGS.map((tag) => [tag, tag] as const),
  ['h1', 'h3'],
  ['h2', 'h3'],
  ['h3', 'h4'],
  ['h4', 'h5'],
  ['h5', 'h6'],
])

/** The host that a link leads to, `null` for one that leads nowhere safe. */
function targetOf(href: string): string | null {
  if (!URL.canParse(href)) return null
  const url = new URL(href)
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return url.host
    case 'mailto:':
      return url.pathname
    default:
      return null
  }
}
