import { type AgentWork, makeTranscripts } from '#lib/testing/make-transcripts.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { expect, test } from './fixtures.ts'
import { DAY_MS } from './homes.ts'
import { expectAccessible, LOOKS, putOn } from './page-parts.ts'

const work = (id: string): AgentWork => ({ session: 'past', id, beganAgoMs: 3 * DAY_MS })

for (const look of LOOKS)
  test(`an empty dashboard names the import: ${look}`, async ({ page, startApp }) => {
    using transcripts = makeTranscripts()
    transcripts.agent(work('a1'))
    await putOn(page, look)
    const { url } = await startApp(['--port', '0'], { CLAUDE_CONFIG_DIR: transcripts.configDirectory })
    for (const path of ['/', '/performance']) {
      await page.goto(url + path)
      await expect(page.getByText('trinitas import', { exact: true })).toBeVisible()
      // An overview without hooks names another command first.
      const copy = page.getByRole('button', { name: 'Copy the command' }).last()
      await copy.focus()
      await expect(copy).toBeFocused()
      await expectAccessible(page)
    }
  })

test('what is imported is there without a restart', async ({ page, home, startApp }) => {
  using transcripts = makeTranscripts()
  transcripts.agent(work('a1'))
  transcripts.agent(work('a2'))
  const env = { CLAUDE_CONFIG_DIR: transcripts.configDirectory }
  const { url } = await startApp(['--port', '0'], env)
  await page.goto(`${url}/performance?within=90d`)
  await expect(page.getByText('trinitas import', { exact: true })).toBeVisible()
  expect(runTrinitas(['import', '--home', home.path], { env })).toMatchObject({ code: 0 })
  await expect(async () => {
    await page.reload()
    const numbers = page.getByRole('region', { name: 'In this range' }).locator('dl > div')
    const results = numbers.filter({ has: page.getByText('Results', { exact: true }) })
    await expect(results).toContainText('2', { timeout: 2000 })
  }).toPass({ timeout: 30_000 })
  await page.goto(url)
  await expect(page.getByText('Nothing is running')).toBeVisible()
  await expect(page.getByText('trinitas import', { exact: true })).toBeHidden()
})

test('says nothing of an import where there are no transcripts', async ({ page, startApp }) => {
  using transcripts = makeTranscripts()
  const { url } = await startApp(['--port', '0'], { CLAUDE_CONFIG_DIR: transcripts.configDirectory })
  await page.goto(`${url}/performance`)
  await expect(page.getByText('No results yet')).toBeVisible()
  await expect(page.getByText('trinitas import', { exact: true })).toBeHidden()
})
