import { describe, expect, it } from 'vitest'
import { type IntegrationRequest, integrateResults } from './integrate-results.ts'
import { summaryMarkdown } from './summary-markdown.ts'

const summarize = (request: Partial<IntegrationRequest>): string =>
  summaryMarkdown(
    integrateResults({
      sessionId: 'run',
      results: [],
      unreadable: [],
      missing: 0,
      atMs: Date.parse('2026-11-23T21:10:19.265Z'),
      ...request,
    }),
  )

const inputOf = (subagent_type: string, result: string, cutShort: string | null = null) => ({
  path: `${subagent_type}.json`,
  content: { subagent_type, result, status: 'success', execution_time_ms: 5 },
  cutShort,
})

describe('the summary', () => {
  it('lists session, times and agents, then the synthesis', () => {
    const results = [
      inputOf('vector-auditor', 'A risk. 推奨 😀'),
      inputOf('b', '# A recommendation\n\ntext\n'),
    ]
    expect(summarize({ results })).toBe(`# Parallel Execution Summary

**Session ID**: run
**Timestamp**: 2026-11-23T21:10:19.265Z
**Total Execution Time**: 10ms

## Agent Results

### vector-auditor
- Status: success
- Execution Time: 5ms
- Results: 12 characters

### b
- Status: success
- Execution Time: 5ms
- Results: 25 characters

## Synthesis

**Consensus Level**: high

### Key Insights
- Security Risk identified by vector-auditor

### Recommendations
- [b] # A recommendation

text
...
`)
  })

  it('names no insights and recommendations where there are none', () => {
    expect(summarize({ results: [inputOf('a', 'text')] })).toMatch(/\*\*Consensus Level\*\*: high\n$/)
  })

  it('names what is not in the answer, before anything that an answer leaves open', () => {
    const text = summarize({
      results: [inputOf('a', '```\nrecommendation', 'The end is missing.'), inputOf('b', 'text')],
      unreadable: [{ path: 'c.json', reason: 'The file is empty.' }],
      missing: 2,
    })
    expect(text).toContain(`
## Not in this answer

- Unreadable: c.json: The file is empty.
- Cut short: a.json: The end is missing.
- Missing: 2 expected results

## Synthesis
`)
    expect(text.indexOf('## Not in this answer')).toBeLessThan(text.indexOf('```'))
  })

  it.each([
    { unreadable: [{ path: 'c.json', reason: 'Empty.' }] },
    { results: [inputOf('a', '', 'The end is missing.')] },
    { missing: 1 },
  ])('says that there are gaps where there are only %j', (request) => {
    expect(summarize(request).match(/## Not in this answer\n\n- .*\n\n## Synthesis/g)).toHaveLength(1)
  })

  it('says nothing of gaps where there are none', () => {
    expect(summarize({ results: [inputOf('a', 'text')] })).not.toContain('Not in this answer')
  })

  it('keeps every name on its line, so that none begins a section', () => {
    const breaks = ['\n', '\r\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\n\n']
    const hostile = breaks.map((lineBreak) => `${lineBreak}## \`x`).join('')
    const text = summarize({
      sessionId: `s${hostile}`,
      results: [inputOf(`a${hostile}`, 'recommendation', `Cut${hostile}`)],
      unreadable: [{ path: `p${hostile}`, reason: `r${hostile}` }],
    })
    const onOneLine = breaks.map(() => ' ## `x').join('')
    expect(text).toContain(`**Session ID**: s${onOneLine}\n**Timestamp**`)
    expect(text).toContain(`### a${onOneLine}\n- Status`)
    expect(text).toContain(`- Unreadable: p${onOneLine}: r${onOneLine}\n`)
    expect(text).toContain(`- Cut short: a${onOneLine}.json: Cut${onOneLine}\n`)
    expect(text).toContain(`- [a${onOneLine}] recommendation...\n`)
    expect(text.split(/[\r\n\v\f\u0085\u2028\u2029]/).filter((line) => line.startsWith('## '))).toEqual([
      '## Agent Results',
      '## Not in this answer',
      '## Synthesis',
    ])
  })
})
