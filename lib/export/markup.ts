import { escapeMarkup } from './escape-markup.ts'

/** Markup that was made here; a plain text is never taken for it. */
export type Markup = { markup: string }

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element; texts among its children are escaped, and attributes too. Those that are `undefined` are left out. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly (Markup | string)[]
): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${escapeMarkup(typeof value === 'number' ? writePoint(value) : value)}"`],
  )
  const inner = children.map((child) => (typeof child === 'string' ? escapeMarkup(child) : child.markup))
  return { markup: `<${name}${written.join('')}>${inner.join('')}</${name}>` }
}

/** An element of HTML that holds nothing and has no end. */
export const emptyElement = (name: string, attributes: Attributes): Markup => ({
  markup: element(name, attributes).markup.slice(0, -`</${name}>`.length),
})

/** A tenth of a pixel is as much as anybody sees. */
export const writePoint = (value: number): string => String(Math.round(value * 10) / 10)
