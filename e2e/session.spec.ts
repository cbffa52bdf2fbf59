import { mkdirSync, renameSync } from 'node:fs'
import { expect, test } from './fixtures.ts'

const HOSTILE = `# Report

<script>document.title = 'owned'</script>
<img src="http://127.0.0.1:9/x.png" onerror="document.title = 'owned'">

![remote](http://127.0.0.1:9/y.png)
[good](https://example.org/docs) [bad](javascript:document.title='owned') [mail](mailto:a@example.org)
[data](data:text/html,x) <a href="https://evil.example">raw</a>

| a | b |
|---|---|
| 1 | 2 |
`

test('answers are Markdown: no HTML from files, no images, links show where they go', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 's', result: HOSTILE }, { directory: 'completed/s' })
  const app = await startApp()
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(app.url)) elsewhere.push(request.url())
  })
  await page.goto(`${app.url}/sessions/s`)
  const answer = page.getByRole('article', { name: 'krukai-optimizer' })
  await expect(answer.getByRole('table')).toContainText('2')
  await expect(answer.locator('img, script')).toHaveCount(0)
  await expect(answer).toContainText("<script>document.title = 'owned'</script>")
  const links = answer.locator('.prose').getByRole('link')
  await expect(links).toHaveText(['good(example.org)', 'mail(a@example.org)'])
  await expect(links.first()).toHaveAttribute('rel', /noopener/)
  await expect(page).toHaveTitle('s · Trinitas Monitor')
  expect(elsewhere).toEqual([])
})

test('errors, missing and broken results are named, and the raw file is there', async ({
  page,
  home,
  startApp,
}) => {
  home.result(
    { session_id: 's', subagent_type: 'one', execution_time_ms: 30_000 },
    { directory: 'completed/s' },
  )
  home.result(
    {
      session_id: 's',
      subagent_type: 'two',
      status: 'timeout',
      error: 'No answer within the limit',
      execution_time_ms: 0,
    },
    { directory: 'completed/s' },
  )
  home.write(
    'completed/s/three.json',
    '{"session_id": "s", "subagent_type": "three", "status": "success", "result": "half of',
    { ageMs: 60_000 },
  )
  home.write('completed/s/s_metadata.json', '{"expected_count": 4}')
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText(
    '1 result of 4 expected is missing',
  )
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('completed/s/three.json')
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await expect(timeline.getByRole('listitem')).toHaveCount(3)
  await expect(timeline).toContainText('30 s')
  await expect(timeline).toContainText('time unknown')
  await expect(page.getByRole('article', { name: 'two' })).toContainText('No answer within the limit')
  await expect(page.getByRole('article', { name: 'Missing results' })).toContainText('1 result expected')
  const broken = page.getByRole('article', { name: 'three' })
  await expect(broken).toContainText('Unreadable')
  await broken.getByText('Raw file').click()
  await expect(broken.getByText('"result": "half of')).toBeVisible()
})

test('the integrated summary is shown', async ({ page, home, startApp }) => {
  home.result({ session_id: 's' }, { directory: 'completed/s' })
  home.write(
    'integrated/s_integrated.json',
    JSON.stringify({
      session_id: 's',
      synthesis: {
        summary: 'Integrated results',
        recommendations: ['Cache it'],
        key_insights: ['Slow'],
        consensus_level: 'high',
      },
    }),
  )
  home.write('integrated/s_summary.md', '## The summary')
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  const integration = page.getByRole('region', { name: 'Integration' })
  for (const text of ['Integrated results', 'Cache it', 'Slow', 'high'])
    await expect(integration).toContainText(text)
})

test('a session grows while it is looked at', async ({ page, home, startApp }) => {
  home.result({ session_id: 's', subagent_type: 'one' })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
  home.result({ session_id: 's', subagent_type: 'two', result: 'A new answer' }, { ageMs: 0 })
  await expect(page.getByRole('article', { name: 'two' })).toContainText('A new answer')
})

test('hostile ids have pages of their own', async ({ page, home, startApp }) => {
  const ids = ['..', '../../etc/passwd', '<img src=x onerror=alert(1)>', 'a b?c#d', '\u202Eevil', '😀']
  for (const [nth, id] of ids.entries()) home.result({ session_id: id }, { name: `${nth}.json` })
  const app = await startApp()
  for (const id of ids) {
    await page.goto(`${app.url}/sessions`)
    // What would turn a name around is written as its code.
    const shown = id.replace('\u202E', '\\u{202e}')
    await page.getByRole('grid').getByRole('link', { name: shown, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(shown)
  }
})

test('a session with answers of many megabytes shows what fits and links to the rest', async ({
  page,
  home,
  startApp,
}) => {
  home.result({ session_id: 's', subagent_type: 'small' }, { directory: 'completed/s' })
  home.result(
    { session_id: 's', subagent_type: 'large', result: `# Large\n\n${'word '.repeat(400_000)}` },
    { directory: 'completed/s' },
  )
  home.result(
    { session_id: 's', subagent_type: 'huge', result: `# Huge\n\n${'word '.repeat(500_000)}` },
    { directory: 'completed/s' },
  )
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  const large = page.getByRole('article', { name: 'large' })
  await large.getByRole('link', { name: 'Show this answer (2.0 MB)' }).click()
  await expect(large.getByRole('heading', { name: 'Large', exact: true })).toBeVisible()
  await expect(large).toBeFocused()
  await expect(page.getByRole('article', { name: 'small' })).toContainText('Answer of small')
  await page.getByRole('article', { name: 'huge' }).getByRole('link').click()
  await expect(page.getByRole('article', { name: 'huge' })).toContainText('Huge')
  await expect(large.getByRole('heading', { name: 'Large', exact: true })).toBeVisible()
})

test('a copied answer is whole, however long', async ({ page, context, home, startApp }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const result = `# Long\n\n${'word '.repeat(150_000)}the end\n`
  home.result({ session_id: 's', result }, { directory: 'completed/s' })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  await page.getByRole('link', { name: /^Show this answer/ }).click()
  await expect(page.getByText('the rest is in the file')).toBeVisible()
  await page.getByRole('button', { name: 'Copy the answer' }).click()
  await expect(page.getByRole('button', { name: 'Copy the answer: copied' })).toBeVisible()
  expect((await page.evaluate(() => navigator.clipboard.readText())).trimEnd()).toBe(result.trimEnd())
})

test('agents of an active session are at work, not missing', async ({ page, home, startApp }) => {
  home.result({ session_id: 's' }, { ageMs: 0 })
  home.write('temp/s_metadata.json', '{"expected_count": 3}', { ageMs: 0 })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  await expect(page.getByRole('article', { name: 'Results on their way' })).toContainText(
    '2 more results are expected',
  )
  await expect(page.getByRole('region', { name: 'Problems' })).toHaveCount(0)
})

test('what was opened of a result stays open when its file is moved', async ({ page, home, startApp }) => {
  home.result({ session_id: 's' }, { name: 'a.json' })
  const app = await startApp()
  await page.goto(`${app.url}/sessions/s`)
  await page.getByText('Raw file').click()
  await expect(page.getByText('"session_id": "s"')).toBeVisible()
  mkdirSync(home.at('completed/s'))
  renameSync(home.at('temp/a.json'), home.at('completed/s/a.json'))
  await expect(page.getByRole('region', { name: 'Files' })).toContainText('completed/s/a.json')
  await expect(page.getByText('"session_id": "s"')).toBeVisible()
})
