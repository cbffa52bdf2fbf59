import type { MarkdownText } from '#lib/model/markdown.ts'
import type { Answer } from '#lib/model/session.ts'

/** An answer with what its Markdown is made of; `markdown` is `null` where there is none. */
export type ShownAnswer = { answer: Answer; markdown: MarkdownText | null }
