import { describe, expect, it } from 'vitest'
import { usageWords } from './usage-words.ts'

describe('what an agent cost', () => {
  it('is said count by count', () => {
    const usage = {
      inputTokens: 12_345,
      outputTokens: 67,
      cacheReadTokens: 9000,
      cacheWriteTokens: 0,
      toolCalls: 1,
    }
    expect(usageWords(usage)).toEqual([
      '12,345 tokens in',
      '67 out',
      '9,000 from cache',
      '0 to cache',
      '1 tool call',
    ])
  })

  it('is silent about what is not known', () => {
    const unknown = { inputTokens: null, outputTokens: 1, cacheReadTokens: null, cacheWriteTokens: null }
    expect(usageWords({ ...unknown, toolCalls: null })).toEqual(['1 out'])
  })
})
