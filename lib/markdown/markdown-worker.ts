import { parentPort } from 'node:worker_threads'
import type { MarkdownNode } from '#lib/model/markdown.ts'
import { parseMarkdown } from './parse-markdown.ts'

/** What is nested deeper than the stack is too intricate, as is what takes too long, which whoever asked decides. */
function parse(markdown: string): MarkdownNode[] | null {
  try {
    return parseMarkdown(markdown)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

parentPort?.postMessage('ready')
parentPort?.on('message', (markdown: string) => parentPort?.postMessage(parse(markdown)))
