import Markdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'

/** Nothing of a file reaches the page as HTML, no image is loaded, and a link goes where its text says that it goes. */
const SCHEMA: typeof defaultSchema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== 'img'),
  protocols: { href: ['http', 'https', 'mailto'] },
  // Ids and names from a file could shadow those of the page.
  attributes: { ...defaultSchema.attributes, '*': ['align', 'colSpan', 'rowSpan'], a: ['href'] },
}

const PLUGINS: Pick<Options, 'remarkPlugins' | 'rehypePlugins'> = {
  remarkPlugins: [remarkGfm],
  rehypePlugins: [() => showRawAsText, [rehypeSanitize, SCHEMA]],
}

const COMPONENTS: Components = {
  a: ({ href, children }) => {
    const target = hostOf(href)
    if (target === null) return <span>{children}</span>
    return (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
        <span className="ml-1 text-muted">({target})</span>
      </a>
    )
  },
  // The box of a task, which nobody can tick here.
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? 'done' : 'to do'} className="mr-1">
      {checked ? '☑' : '☐'}
    </span>
  ),
  // The page has headings of its own; those of an answer are one level of prose below them.
  h1: 'h3',
  h2: 'h3',
  h3: 'h4',
  h4: 'h5',
}

/** An agent's answer. Rendered on the server, so that the browser loads no Markdown library. */
export function AnswerMarkdown({ markdown, truncated = false }: { markdown: string; truncated?: boolean }) {
  return (
    <div className="prose">
      <Markdown {...PLUGINS} components={COMPONENTS}>
        {markdown}
      </Markdown>
      {truncated && <p>… the rest is in the file; copying takes all of it.</p>}
    </div>
  )
}

/** HTML in an answer is shown as the text that it is: nothing runs, and nothing is lost. */
function showRawAsText(node: TreeNode): void {
  if (node.type === 'raw') node.type = 'text'
  for (const child of node.children ?? []) showRawAsText(child)
}

type TreeNode = { type: string; children?: TreeNode[] }

/** The host that a link leads to, `null` for one that leads nowhere safe. */
function hostOf(href: string | undefined): string | null {
  if (href === undefined || !URL.canParse(href)) return null
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
