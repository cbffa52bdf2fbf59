import { mkdirSync } from 'node:fs'
import { writePast } from '../demo/past.ts'
import { expect, test } from './fixtures.ts'

/**
 * The pictures of the README, taken of the real product. They are kept only where UPDATE_SCREENSHOTS is set: two runs
 * differ by the time of day, and a test should leave no changes behind.
 */
const KEPT = 'docs/screenshots'

const LOOKS = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  phone: { width: 390, height: 844, colorScheme: 'light' },
} as const

for (const [look, { width, height, colorScheme }] of Object.entries(LOOKS)) {
  test(`pictures of every page (${look})`, async ({ page, home, startApp }, testInfo) => {
    writePast(home, Date.now())
    for (const agent of ['krukai-optimizer', 'vector-auditor']) {
      home.result(
        { session_id: 'nightly-review', subagent_type: agent, execution_time_ms: 21_000 },
        { ageMs: 4000 },
      )
    }
    home.write('temp/nightly-review_metadata.json', '{"expected_count": 4}')
    const directory = process.env.UPDATE_SCREENSHOTS ? KEPT : testInfo.outputPath('screenshots')
    mkdirSync(directory, { recursive: true })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    const app = await startApp()
    const finished = await firstCompleted(app.url)
    for (const [name, path] of Object.entries({
      overview: '/',
      sessions: '/sessions',
      session: `/sessions/${finished}`,
      performance: '/performance?within=7d',
    })) {
      await page.goto(`${app.url}${path}`)
      await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Live')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      // What draws comes after the numbers.
      if (name === 'performance')
        await expect(page.getByRole('application', { name: /^Execution time, a chart/ })).toBeVisible()
      const picture = await page.screenshot({ path: `${directory}/${name}-${look}.png` })
      expect(picture.length).toBeGreaterThan(10_000)
    }
  })
}

async function firstCompleted(url: string): Promise<string> {
  const response = await fetch(`${url}/api/sessions?state=completed&integrated=yes&sort=results&limit=1`)
  const { rows } = (await response.json()) as { rows: { id: string }[] }
  return rows[0]?.id ?? ''
}
