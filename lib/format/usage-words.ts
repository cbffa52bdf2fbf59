import type { UsageCount } from '#lib/model/agent-work.ts'
import { formatCount, formatQuantity } from './number.ts'

type Counts = Readonly<Record<UsageCount, number | null>>

/** What it cost, each count that is known by itself: "12,345 tokens in", "67 out", "9,000 from cache", "3 tool calls". */
export function usageWords(usage: Counts): string[] {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, toolCalls } = usage
  const known: [count: number | null, word: (count: number) => string][] = [
    [inputTokens, (count) => `${formatQuantity(count, 'token')} in`],
    [outputTokens, (count) => `${formatCount(count)} out`],
    [cacheReadTokens, (count) => `${formatCount(count)} from cache`],
    [cacheWriteTokens, (count) => `${formatCount(count)} to cache`],
    [toolCalls, (count) => formatQuantity(count, 'tool call')],
  ]
  return known.flatMap(([count, word]) => (count === null ? [] : [word(count)]))
}
