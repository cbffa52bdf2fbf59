import { describe, expect, it } from 'vitest'
import { type IntegrationRequest, integratedText, integrateResults } from './integrate-results.ts'

const atMs = Date.parse('2026-11-23T21:10:19.265Z')

const requestOf = (...contents: unknown[]): IntegrationRequest => ({
  sessionId: 'run',
  results: contents.map((content, at) => ({ path: `completed/run/${at}.json`, content, cutShort: null })),
  unreadable: [],
  missing: 0,
  atMs,
})

const integrate = (...contents: unknown[]) => integrateResults(requestOf(...contents))

const resultOf = (agent: string, result: string, more: object = {}) => ({
  subagent_type: agent,
  result,
  status: 'success',
  error: '\n',
  execution_time_ms: 10,
  ...more,
})

const failureOf = (agent: string, error: unknown, status = 'error') => resultOf(agent, '', { error, status })

describe('an agent with one result', () => {
  it('answers with its content as it is', () => {
    expect(integrate(resultOf('a', ' text\n')).agent_results).toEqual({
      a: {
        count: 1,
        results: { content: ' text\n', error: null },
        execution_time_ms: 10,
        status: 'success',
      },
    })
  })

  it('has the error of a failure, and none of a success, whatever that holds', () => {
    const { agent_results } = integrate(
      failureOf('failed', 'No time left\n'),
      failureOf('slow', 'Too slow', 'timeout'),
      resultOf('fine', '', { error: 'Nothing' }),
      failureOf('silent', ' \n'),
      failureOf('odd', { code: 5 }),
    )
    expect(Object.values(agent_results).map(({ results }) => results)).toEqual([
      { content: '', error: 'No time left\n' },
      { content: '', error: 'Too slow' },
      { content: '', error: null },
      { content: '', error: null },
      { content: '', error: null },
    ])
  })

  it.each([undefined, null, 5, ['text'], { text: 'x' }])(
    'has no content where that is %j and not text',
    (result) => {
      expect(integrate({ subagent_type: 'a', result }).agent_results.a?.results.content).toBe('')
    },
  )
})

describe('an agent with several results', () => {
  it('says each content once, the first, and no empty ones', () => {
    const contents = ['one', '', 'two', 'one', '', 'one', 'One']
    expect(integrate(...contents.map((content) => resultOf('a', content))).agent_results.a).toMatchObject({
      count: 7,
      results: { content: 'one\ntwo\nOne', errors: [], duplicates_removed: 2 },
    })
  })

  it.each([
    ['trinitas-coordinator', 'one\n\n\n---\n\ntwo\n'],
    ['springfield-strategist', 'one\n\n\n---\n\ntwo\n'],
    ['krukai-optimizer', 'one\n\ntwo\n'],
    ['anybody', 'one\n\ntwo\n'],
  ])('has them joined as its name says: %s', (agent, content) => {
    const { agent_results } = integrate(resultOf(agent, 'one\n'), resultOf(agent, 'two\n'))
    expect(agent_results[agent]?.results.content).toBe(content)
  })

  it('takes halves of characters for what they are, and not for each other', () => {
    const { agent_results } = integrate(resultOf('a', '\ud800'), resultOf('a', '\ud801'))
    expect(agent_results.a?.results).toMatchObject({ content: '\ud800\n\ud801', duplicates_removed: 0 })
  })

  it('lists the errors of failures, the same ones too, and neither empty ones nor those of a success', () => {
    const { agent_results } = integrate(
      failureOf('a', 'No time\n'),
      resultOf('a', 'text', { error: 'Nothing' }),
      failureOf('a', '\n'),
      failureOf('a', 'No time\n'),
    )
    expect(agent_results.a?.results).toMatchObject({ errors: ['No time\n', 'No time\n'] })
  })
})

describe('a status', () => {
  it.each([
    [['success', 'success'], 'success'],
    [['success', 'error'], 'partial_failure'],
    [['error', 'timeout'], 'partial_failure'],
    [['success', 'timeout'], 'unknown'],
    [['success', undefined], 'unknown'],
    [['Success'], 'unknown'],
    [[true], 'unknown'],
  ])('of %j is %s', (statuses, expected) => {
    const { agent_results } = integrate(...statuses.map((status) => ({ subagent_type: 'a', status })))
    expect(agent_results.a?.status).toBe(expected)
  })
})

describe('execution times', () => {
  it('are summed by agent and over all, and unknown ones count as 0', () => {
    const times = [1, 2.5, '12.5s', null, undefined, -4, JSON.parse('1e999'), Number.NaN]
    const { agent_results, metadata } = integrate(
      ...times.map((execution_time_ms) => ({ subagent_type: 'a', execution_time_ms })),
      { subagent_type: 'b', execution_time_ms: 7 },
    )
    expect(agent_results.a?.execution_time_ms).toBe(3.5)
    expect(metadata.total_execution_time_ms).toBe(10.5)
  })

  it('stay a number where they add up to more than one', () => {
    const huge = { subagent_type: 'a', execution_time_ms: 1e308 }
    expect(integrate(huge, huge).metadata.total_execution_time_ms).toBe(Number.MAX_VALUE)
  })
})

describe('agents', () => {
  it('come in the order in which they first appear', () => {
    const { agent_results } = integrate(resultOf('b', '1'), resultOf('a', '2'), resultOf('b', '3'))
    expect(Object.keys(agent_results)).toEqual(['b', 'a'])
  })

  it('are called unknown where the result names none', () => {
    const unnamed = [{}, { subagent_type: '' }, { subagent_type: 5 }, null, 'text', []]
    expect(integrate(...unnamed).agent_results).toMatchObject({ unknown: { count: 6 } })
  })

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s', (agent) => {
    const text = integratedText(integrate(resultOf(agent, 'one'), resultOf(agent, 'two')))
    const results = Object.entries(JSON.parse(text).agent_results)
    expect(results).toMatchObject([[agent, { count: 2, results: { content: 'one\ntwo' } }]])
  })

  it('are not taken from what a result inherits', () => {
    const content = JSON.parse('{"__proto__": {"subagent_type": "a", "result": "text"}}')
    expect(integrate(content).agent_results).toMatchObject({ unknown: { results: { content: '' } } })
  })
})

describe('the synthesis', () => {
  it('says how many agents there were', () => {
    const { synthesis } = integrate(resultOf('a', ''), resultOf('b', ''), resultOf('a', ''))
    expect(synthesis.summary).toBe('Integrated results from 2 agents')
  })

  it('quotes the first 200 characters of whoever mentions a recommendation', () => {
    const long = `RECOMMENDATION: ${'字😀'.repeat(300)}`
    const { synthesis } = integrate(
      resultOf('a', 'My recommendations'),
      resultOf('b', 'None'),
      resultOf('c', long),
    )
    expect(synthesis.recommendations).toEqual([
      '[a] My recommendations...',
      `[c] RECOMMENDATION: ${'字😀'.repeat(92)}...`,
    ])
  })

  it('quotes 200 characters where each takes two units, and cuts none in two', () => {
    const { synthesis } = integrate(resultOf('a', `${'😀'.repeat(250)} recommendation`))
    expect(synthesis.recommendations).toEqual([`[a] ${'😀'.repeat(200)}...`])
  })

  it('names the insights of the two agents that have any', () => {
    const { synthesis } = integrate(
      resultOf('krukai-optimizer', 'OPTIMIZED at a risk'),
      resultOf('vector-auditor', 'Risky, optimize'),
      resultOf('anybody', 'optimize the risk'),
    )
    expect(synthesis.key_insights).toEqual([
      'Optimization opportunity identified by krukai-optimizer',
      'Security Risk identified by vector-auditor',
    ])
  })

  it('has no insight where the word is not mentioned', () => {
    const { synthesis } = integrate(
      resultOf('krukai-optimizer', 'the risk'),
      resultOf('vector-auditor', 'optimize'),
    )
    expect(synthesis.key_insights).toEqual([])
  })

  it.each([
    [['success'], 'high'],
    [['error'], 'high'],
    [['success', 'success'], 'high'],
    [['success', 'error', 'success'], 'medium'],
    [['success', 'timeout'], 'medium'],
    [['error', 'timeout'], 'low'],
    [[], 'high'],
  ])('has of agents that end in %j a consensus of %s', (statuses, expected) => {
    const { synthesis } = integrate(
      ...statuses.map((status, at) => ({ subagent_type: `agent-${at}`, status })),
    )
    expect(synthesis.consensus_level).toBe(expected)
  })
})

describe('the file', () => {
  it('has the fields of the original in its order, and ours behind them', () => {
    expect(integratedText(integrate(resultOf('a', '日本 "x"\n')))).toBe(`{
  "session_id": "run",
  "timestamp": "2026-11-23T21:10:19.265Z",
  "agent_results": {
    "a": {
      "count": 1,
      "results": {
        "content": "日本 \\"x\\"\\n",
        "error": null
      },
      "execution_time_ms": 10,
      "status": "success"
    }
  },
  "synthesis": {
    "summary": "Integrated results from 1 agents",
    "key_insights": [],
    "recommendations": [],
    "consensus_level": "high"
  },
  "metadata": {
    "total_agents": 1,
    "total_results": 1,
    "integration_timestamp": "2026-11-23T21:10:19.265Z",
    "total_execution_time_ms": 10,
    "unreadable_results": [],
    "cut_short_results": [],
    "missing_results": 0
  }
}
`)
  })

  it('names what was not read, what was cut short and how many are missing', () => {
    const { metadata } = integrateResults({
      ...requestOf(resultOf('a', 'whole')),
      results: [
        { path: 'whole.json', content: resultOf('a', 'whole'), cutShort: null },
        { path: 'cut.json', content: resultOf('b', 'half'), cutShort: 'The end of "result" is missing.' },
      ],
      unreadable: [{ path: 'empty.json', reason: 'The file is empty.' }],
      missing: 3,
    })
    expect(metadata).toMatchObject({
      total_results: 2,
      unreadable_results: [{ path: 'empty.json', reason: 'The file is empty.' }],
      cut_short_results: [{ path: 'cut.json', missing: 'The end of "result" is missing.' }],
      missing_results: 3,
    })
  })
})

/** The processor time of this thread in microseconds, which does not grow with what else the machine does. */
function cpuTimeOf(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}

describe('1,000 results of 100 KB each', () => {
  // Alike in length and but for the end, which is the most work for whoever compares them with each other.
  const contents = Array.from({ length: 1000 }, (_, at) => `${'recommend '.repeat(10_000)}${1000 + at}`)
  const results = contents.map((content) => resultOf('a', content))

  function joinPlainly(): number {
    let joined = ''
    for (const content of contents) joined += `${content}\n`
    return Buffer.byteLength(joined)
  }

  it('are merged in less than ten times what it takes to join them', () => {
    let characters = 0
    const plain = cpuTimeOf(joinPlainly)
    const merged = cpuTimeOf(() => {
      characters = integrate(...results).agent_results.a?.results.content.length ?? 0
    })
    expect(characters).toBe(1000 * 100_005 - 1)
    expect(merged / plain).toBeLessThan(10)
  })
})
