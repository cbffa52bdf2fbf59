import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import { createMonitor } from '#lib/monitor.ts'
import { type HookUsage, hookResult, hookText, withUsage } from '#lib/testing/hook-files.ts'
import { corpus, layOutCorpus } from '#lib/testing/lay-out-corpus.ts'
import { configOf } from '#lib/testing/read-home.ts'

const DAY_MS = 86_400_000

/** What SQLite makes of the files themselves; nothing of ours has a part in it. */
const VIEWS = `
  CREATE VIEW json AS SELECT * FROM file WHERE json_valid(text);
  CREATE VIEW result AS
    SELECT text ->> 'session_id' AS session, text ->> 'subagent_type' AS agent, text ->> 'status' AS status,
      round(unixepoch(text ->> 'timestamp', 'subsec') * 1000) AS ended,
      nullif(text ->> 'execution_time_ms', 0) AS took,
      text ->> '$.metadata.input_tokens' AS input, text ->> '$.metadata.output_tokens' AS output,
      text ->> '$.metadata.cache_read_input_tokens' AS cacheRead,
      text ->> '$.metadata.cache_creation_input_tokens' AS cacheWrite
    FROM json WHERE directory IN ('temp', 'completed', 'failed')
      AND name NOT LIKE '%metadata.json' AND name <> 'recovery_report.json';
  CREATE VIEW session AS
    SELECT session, max(ended) AS ended, max(ended) - min(ended - coalesce(took, 0)) AS took,
      sum(took) AS work, max(ended) FILTER (WHERE took > 0) - min(ended - took) AS timed
    FROM result GROUP BY session;
  CREATE VIEW wait AS
    SELECT mtime - s.ended AS wait FROM json JOIN session s ON s.session = text ->> 'session_id'
    WHERE directory = 'integrated' AND name LIKE '%integrated.json' AND mtime >= s.ended;
  CREATE VIEW ranked AS
    SELECT took, row_number() OVER (ORDER BY took) AS rank, count(*) OVER () AS n FROM result WHERE took IS NOT NULL;
  CREATE VIEW moment AS
    SELECT ended - took AS at, 1 AS step FROM result WHERE took IS NOT NULL
    UNION ALL SELECT ended, -1 FROM result WHERE took IS NOT NULL;`

/** The corpus is of hooks that said nothing of tokens: three results that do, and one that says nothing that counts. */
function layOutTokens(home: string): void {
  const directory = join(home, 'parallel_results', 'completed', 'costly')
  mkdirSync(directory, { recursive: true })
  const usages: HookUsage[] = [
    { input_tokens: 1000, output_tokens: 20, cache_read_input_tokens: 4000, model: 'm', tool_calls: 3 },
    { input_tokens: 111 },
    { output_tokens: 2, cache_creation_input_tokens: 0 },
    { tool_calls: 9 },
  ]
  for (const [at, usage] of usages.entries()) {
    const subagent_type = at === 1 ? 'vector-auditor' : 'krukai-optimizer'
    const result = hookResult(
      { session_id: 'costly', subagent_type, metadata: withUsage(usage) },
      Date.now() - at * 3_600_000,
    )
    writeFileSync(join(directory, `costly_${at}.json`), hookText(result))
  }
}

const percentile = (fraction: number): string =>
  `SELECT took FROM ranked WHERE rank >= ${fraction} * n ORDER BY rank LIMIT 1`

describe.runIf(corpus !== undefined)('the numbers of the Performance page for real files', () => {
  const home = mkdtempSync(join(tmpdir(), 'trinitas-corpus-'))
  const db = new DatabaseSync(':memory:')
  let view: MetricsView

  const rows = (sql: string, ...values: number[]): Record<string, unknown>[] =>
    db
      .prepare(sql)
      .all(...values)
      .map((row) => ({ ...row }))
  const value = (sql: string): number => Number(Object.values(rows(sql)[0] ?? {})[0])

  beforeAll(async () => {
    layOutCorpus(home)
    layOutTokens(home)
    db.exec(`CREATE TABLE file (directory TEXT, name TEXT, text TEXT, mtime REAL); ${VIEWS}`)
    const put = db.prepare('INSERT INTO file VALUES (?, ?, ?, ?)')
    const results = join(home, 'parallel_results')
    for (const path of readdirSync(results, { recursive: true, encoding: 'utf8' })) {
      const stat = statSync(join(results, path))
      if (!stat.isFile()) continue
      const parts = path.split(sep)
      put.run(parts[0] ?? '', parts.at(-1) ?? '', readFileSync(join(results, path), 'utf8'), stat.mtimeMs)
    }
    const monitor = createMonitor(configOf(home), { watch: false })
    const untilMs = Date.now() + DAY_MS
    const query = { agents: [], projects: [], outcomes: [], live: false, compare: false }
    view = await monitor.metrics({ ...query, fromMs: untilMs - 60 * DAY_MS, untilMs })
    await monitor.close()
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  it('say how many results there are, how they ended and how long they took', () => {
    expect(view.totals).toMatchObject({
      results: value('SELECT count(*) FROM result'),
      unreadable: value(`SELECT count(*) FROM file WHERE NOT json_valid(text) AND name LIKE '%.json'`),
      sessions: value('SELECT count(DISTINCT session) FROM result'),
      timed: value('SELECT count(took) FROM result'),
      p50Ms: value(percentile(0.5)),
      p95Ms: value(percentile(0.95)),
      p99Ms: value(percentile(0.99)),
    })
    expect(view.totals.successRate).toBeCloseTo(value(`SELECT avg(status = 'success') FROM result`), 10)
    expect(view.totals.averageMs).toBeCloseTo(value('SELECT avg(took) FROM result'), 6)
    expect(view.percentiles).toBe('exact')
  })

  it('say the same by agent', () => {
    const expected = rows(`
      SELECT agent, count(*) AS results, count(took) AS timed, round(avg(took), 3) AS averageMs,
        round(avg(status = 'success'), 6) AS successRate FROM result GROUP BY agent ORDER BY 2 DESC, 1`)
    const round = (number: number | null, digits: number): number | null =>
      number === null ? null : Math.round(number * 10 ** digits) / 10 ** digits
    expect(
      view.agents.map(({ agent, results, timed, averageMs, successRate }) => ({
        agent,
        results,
        timed,
        averageMs: round(averageMs, 3),
        successRate: round(successRate, 6),
      })),
    ).toEqual(expected)
  })

  it('say them bucket by bucket, so that every chart adds up to what stands under it', () => {
    const { startsMs, untilMs } = view.range
    const counted = startsMs.map((fromMs, bucket) => {
      const until = startsMs[bucket + 1] ?? untilMs
      return rows(
        `SELECT count(*) AS results, count(*) FILTER (WHERE status NOT IN ('success', 'timeout', 'interrupted')) AS error,
          count(*) FILTER (WHERE status = 'timeout') AS timeout,
          count(*) FILTER (WHERE status = 'interrupted') AS interrupted
        FROM result WHERE ended >= ? AND ended < ?`,
        fromMs,
        until,
      )[0]
    })
    expect(
      startsMs.map((_, bucket) => ({
        results: view.activity.results[bucket],
        error: view.errors.error[bucket],
        timeout: view.errors.timeout[bucket],
        interrupted: view.errors.interrupted[bucket],
      })),
    ).toEqual(counted)
    const ended = startsMs.map((fromMs, bucket) =>
      Number(
        rows(
          'SELECT count(*) AS n FROM session WHERE ended >= ? AND ended < ?',
          fromMs,
          startsMs[bucket + 1] ?? untilMs,
        )[0]?.n,
      ),
    )
    expect(view.activity.sessions).toEqual(ended)
  })

  it('say how sessions went: their speed-up, the slowest, how many agents ran at once, how long they waited', () => {
    expect(view.totals.speedUp).toBeCloseTo(
      value('SELECT sum(work) / sum(timed) FROM session WHERE work > 0'),
      8,
    )
    expect(view.slowestSessions.map(({ durationMs }) => durationMs)).toEqual(
      rows('SELECT took FROM session WHERE took > 0 ORDER BY took DESC LIMIT 10').map(({ took }) => took),
    )
    expect(view.totals.peakConcurrency).toBe(
      value(
        'SELECT max(n) FROM (SELECT sum(step) OVER (ORDER BY at, step ROWS UNBOUNDED PRECEDING) AS n FROM moment)',
      ),
    )
    expect(view.totals.integrated).toBe(value('SELECT count(*) FROM wait'))
    expect(view.totals.integrationWaitMs).toBeCloseTo(value('SELECT avg(wait) FROM wait'), 3)
  })

  it('say what results cost, of those that say, by agent and bucket by bucket', () => {
    const TOKENS = `sum(input) AS inputTokens, sum(output) AS outputTokens, sum(cacheRead) AS cacheReadTokens,
      sum(cacheWrite) AS cacheWriteTokens, count(coalesce(input, output, cacheRead, cacheWrite)) AS results`
    const [all] = rows(`SELECT ${TOKENS} FROM result`)
    expect(all).toMatchObject({ inputTokens: 1111, outputTokens: 22, cacheReadTokens: 4000, results: 3 })
    expect(view.totals.tokens).toEqual(all)
    const byAgent = rows(`SELECT agent, ${TOKENS} FROM result GROUP BY agent ORDER BY count(*) DESC, 1`)
    expect(view.agents.map(({ agent, tokens }) => ({ agent, ...tokens }))).toEqual(byAgent)
    const { startsMs, untilMs } = view.range
    const inputs = startsMs.map((fromMs, bucket) => {
      const until = startsMs[bucket + 1] ?? untilMs
      const sum = 'SELECT sum(input) AS n FROM result WHERE agent = ? AND ended >= ? AND ended < ?'
      return db.prepare(sum).get('krukai-optimizer', fromMs, until)?.n
    })
    const agent = view.agents.find((one) => one.agent === 'krukai-optimizer')
    expect(agent?.lines?.tokens?.inputTokens).toEqual(inputs)
  })

  it('say at which hours of the week results ended', () => {
    const hours = new Array<number>(168).fill(0)
    const byHour = rows(`
      SELECT (strftime('%w', ended / 1000, 'unixepoch', 'localtime') + 6) % 7 * 24
        + strftime('%H', ended / 1000, 'unixepoch', 'localtime') AS hour, count(*) AS n FROM result GROUP BY hour`)
    for (const { hour, n } of byHour) hours[Number(hour)] = Number(n)
    expect(view.heatMap.results).toEqual(hours)
  })
})
