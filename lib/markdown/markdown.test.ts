import { describe, expect, it } from 'vitest'
import type { MarkdownNode } from '#lib/model/markdown.ts'
import { createMarkdownReader, type MarkdownReader } from './markdown-reader.ts'
import { parseMarkdown } from './parse-markdown.ts'

/** A tree as one line, to compare: `p[text]`. */
function draw(nodes: readonly MarkdownNode[] | null): string {
  if (nodes === null) return 'too intricate'
  return nodes
    .filter((node) => node !== '\n')
    .map(drawOne)
    .join('')
}

function drawOne(node: MarkdownNode): string {
  if (typeof node === 'string') return node
  switch (node.kind) {
    case 'task':
      return node.done ? '☑' : '☐'
    case 'link':
      return `link(${node.href} → ${node.target})[${draw(node.children)}]`
    case 'element':
      return `${node.tag}${node.align ?? ''}${node.start ?? ''}[${draw(node.children)}]`
  }
}

describe('Markdown', () => {
  it.each([
    [
      '# One\n## Two\n### Three\n#### Four\n##### Five\n###### Six',
      'h3[One]h3[Two]h4[Three]h5[Four]h6[Five]h6[Six]',
    ],
    ['*a* **b** ~~c~~ `d`', 'p[em[a] strong[b] del[c] code[d]]'],
    ['3. a\n4. b', 'ol3[li[a]li[b]]'],
    ['- [x] a\n- [ ] b', 'ul[li[☑ a]li[☐ b]]'],
    ['|a|b|\n|:-|-:|\n|1|2|', 'table[thead[tr[thleft[a]thright[b]]]tbody[tr[tdleft[1]tdright[2]]]]'],
    ['```ts\nconst x = 1\n```', 'pre[code[const x = 1\n]]'],
    ['> q\n\n---', 'blockquote[p[q]]hr[]'],
    ['a  \nb', 'p[abr[]b]'],
  ])('%j is made of what is allowed', (markdown, tree) => {
    expect(draw(parseMarkdown(markdown))).toBe(tree)
  })

  it.each([
    ['[a](https://example.org/x?y)', 'p[link(https://example.org/x?y → example.org)[a]]'],
    ['https://example.org', 'p[link(https://example.org → example.org)[https://example.org]]'],
    [
      '[bank](https://bank.example@evil.example/)',
      'p[link(https://bank.example@evil.example/ → evil.example)[bank]]',
    ],
    [
      '[a](http://xn--bcher-kva.example/)',
      'p[link(http://xn--bcher-kva.example/ → xn--bcher-kva.example)[a]]',
    ],
    ['[a](mailto:a@example.org)', 'p[link(mailto:a@example.org → a@example.org)[a]]'],
    ['[a](javascript:alert(1))', 'p[a]'],
    ['[a](JaVaScRiPt:alert(1))', 'p[a]'],
    ['[a](data:text/html,x)', 'p[a]'],
    ['[a](vbscript:x)', 'p[a]'],
    ['[a](file:///etc/passwd)', 'p[a]'],
    ['[a](//evil.example)', 'p[a]'],
    ['[a](/api/sessions)', 'p[a]'],
    ['[a](&#106;avascript:alert(1))', 'p[a]'],
  ])('the link %s leads where it says, or nowhere', (markdown, tree) => {
    expect(draw(parseMarkdown(markdown))).toBe(tree)
  })

  it.each([
    ['a <script>alert(1)</script> b', 'p[a <script>alert(1)</script> b]'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['<svg onload=alert(1)>', '<svg onload=alert(1)>'],
    ['<style>*{display:none}</style>', '<style>*{display:none}</style>'],
    ['![dot](http://evil.example/x.png)', 'p[[image: dot, http://evil.example/x.png]]'],
  ])('%s is shown as the text that it is', (markdown, tree) => {
    expect(draw(parseMarkdown(markdown))).toBe(tree)
  })

  it('shows what hides or reorders as its code, and keeps what joins', () => {
    expect(draw(parseMarkdown('a\u202Eb\u200Bc \u001B[31md\u{E0041} 👩\u200D💻'))).toBe(
      'p[a\\u{202e}b\\u{200b}c \\u{1b}[31md\\u{e0041} 👩\u200D💻]',
    )
  })
})

/** Each takes longer than there is time, were it read alone. */
const SLOW = ['**a*', '**b*', '**c*', '**d*']

const drawnBy = async (reader: MarkdownReader, ...texts: string[]): Promise<string[]> =>
  (await reader.read(texts)).map(draw)

describe('reading Markdown', () => {
  it.each([
    ['a list without end', '* a\n'.repeat(50_000)],
    ['quotes within quotes', '>'.repeat(20_000)],
    ['emphasis that never closes', '**a*'.repeat(50_000)],
    ['more than anybody reads', 'a\n\n'.repeat(15_000)],
    ['lists within lists', Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}* a\n`).join('')],
  ])('gives up on %s in time, and goes on with the next', async (_what, markdown) => {
    const reader = createMarkdownReader()
    expect(await drawnBy(reader, markdown)).toEqual(['too intricate'])
    expect(await drawnBy(reader, '*fine*')).toEqual(['p[em[fine]]'])
    reader.close()
  })

  it('answers each with its own, in the order in which they came', async () => {
    const reader = createMarkdownReader()
    const trees = await Promise.all(['a', '>'.repeat(20_000), 'b', 'c'].map((text) => drawnBy(reader, text)))
    expect(trees.flat()).toEqual(['p[a]', 'too intricate', 'p[b]', 'p[c]'])
    reader.close()
  })

  it('spends the time of one on all that are shown together, and none on one that it gave up', async () => {
    const reader = createMarkdownReader()
    const slow = SLOW.map((unit) => unit.repeat(100_000 / unit.length))
    const cpuBefore = process.cpuUsage()
    const together = await drawnBy(reader, 'a', ...slow, 'b')
    expect(together).toEqual(['p[a]', ...slow.map(() => 'too intricate'), 'too intricate'])
    const [first = ''] = slow
    expect(await drawnBy(reader, first, 'b')).toEqual(['too intricate', 'p[b]'])
    const { user, system } = process.cpuUsage(cpuBefore)
    expect((user + system) / 1e6).toBeLessThan(6)
    reader.close()
  })
})
