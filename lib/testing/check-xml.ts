/** Elements with their attributes, in the order of their beginning. */
export type XmlElement = { name: string; attributes: Record<string, string>; text: string }

const TOKEN = /<([a-zA-Z][\w-]*)((?: [a-zA-Z][\w:-]*="[^"<]*")*)>|<\/([a-zA-Z][\w-]*)>|([^<>]+)/y
/** What XML 1.0 lets be a character (production 2). */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u
const AMPERSAND = /&(?!(?:amp|lt|gt|quot|#39);)/

/**
 * Reads XML as strictly as a reader of XML would, of the little that our pictures are made of: elements, attributes in
 * double quotes, five entities. Throws where it is none.
 */
export function readXml(text: string): XmlElement[] {
  if (FORBIDDEN.test(text)) throw new Error('It holds a character that XML forbids.')
  if (AMPERSAND.test(text)) throw new Error('It holds an ampersand that begins no entity.')
  const [elements, open]: [XmlElement[], XmlElement[]] = [[], []]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const [, begun, attributes = '', ended, words] = TOKEN.exec(text) ?? []
    if (begun !== undefined) {
      const element = { name: begun, attributes: readAttributes(attributes), text: '' }
      elements.push(element)
      open.push(element)
    } else if (ended !== undefined) {
      if (open.pop()?.name !== ended) throw new Error(`</${ended}> ends what did not begin.`)
    } else if (words !== undefined && open.length > 0) {
      const last = open.at(-1)
      if (last) last.text += decode(words)
    } else throw new Error(`No XML at ${at}: ${text.slice(at, at + 40)}`)
  }
  if (open.length > 0) throw new Error(`${open.at(-1)?.name} has no end.`)
  return elements
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    decode(value),
  ])
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length)
    throw new Error(`An attribute twice: ${text}`)
  return Object.fromEntries(pairs)
}

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
