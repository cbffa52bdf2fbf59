/** What an answer may be made of. Whatever else its Markdown holds is text. */
export const MARKDOWN_TAGS = [
  'p',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'code',
  'em',
  'strong',
  'del',
  'sup',
  'br',
  'hr',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
] as const
export type MarkdownTag = (typeof MARKDOWN_TAGS)[number]

/** A text with what its Markdown is made of; `nodes` is `null` where that is too intricate to be drawn. */
export type MarkdownText = { text: string; nodes: MarkdownNode[] | null }

/** Plain values, so that a thread can hand them over and a page can draw them without a library. */
export type MarkdownNode =
  | string
  | {
      kind: 'element'
      tag: MarkdownTag
      align?: 'left' | 'center' | 'right'
      start?: number
      children: MarkdownNode[]
    }
  /** `target` is where it leads, to be shown beside it: a host, or an address. */
  | { kind: 'link'; href: string; target: string; children: MarkdownNode[] }
  | { kind: 'task'; done: boolean }
