import type { ReactNode } from 'react'
import { revealHidden } from '#lib/format/printable.ts'
import type { MarkdownNode } from '#lib/model/markdown.ts'

type Props = {
  /** `null` where the Markdown is too intricate to be drawn. */
  nodes: readonly MarkdownNode[] | null
  /** What is shown then. */
  text: string
  truncated?: boolean
}

/** An agent's answer. Only what its tree may hold is drawn, on the server: the browser loads no Markdown library. */
export function AnswerMarkdown({ nodes, text, truncated = false }: Props) {
  return (
    <div className="prose">
      {nodes === null ? <PlainText text={text} /> : drawAll(nodes)}
      {truncated && <p>… the rest is in the file; copying takes all of it.</p>}
    </div>
  )
}

function PlainText({ text }: { text: string }) {
  return (
    <>
      <p className="text-muted">
        Its Markdown is too intricate to be drawn, so here it is as it was written.
      </p>
      <pre className="break-words whitespace-pre-wrap">{revealHidden(text)}</pre>
    </>
  )
}

function drawAll(nodes: readonly MarkdownNode[]): ReactNode {
  // They never change places, so that their place is their name.
  return nodes.map((node, at) => <Drawn key={String(at)} node={node} />)
}

function Drawn({ node }: { node: MarkdownNode }) {
  if (typeof node === 'string') return node
  switch (node.kind) {
    case 'task':
      return (
        <span role="img" aria-label={node.done ? 'done' : 'to do'} className="mr-1">
          {node.done ? '☑' : '☐'}
        </span>
      )
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {drawAll(node.children)}
          <span className="ml-1 text-muted">({node.target})</span>
        </a>
      )
    case 'element': {
      const Tag = node.tag
      const { align, start, children } = node
      if (Tag === 'br' || Tag === 'hr') return <Tag />
      // What is wider than the page is scrolled by itself, by keyboard too.
      if (Tag === 'pre') return <pre tabIndex={0}>{drawAll(children)}</pre>
      if (Tag === 'table')
        return (
          <section aria-label="Table" tabIndex={0} className="overflow-x-auto">
            <table>{drawAll(children)}</table>
          </section>
        )
      return (
        <Tag
          {...(align ? { style: { textAlign: align } } : {})}
          {...(Tag === 'ol' && start !== undefined ? { start } : {})}
        >
          {drawAll(children)}
        </Tag>
      )
    }
  }
}
