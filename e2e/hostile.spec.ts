import type { Page } from '@playwright/test'
import type { TemporaryHome } from '#lib/testing/temporary-home.ts'
import { expect, test } from './fixtures.ts'

const OWN = "document.title = 'owned'; alert(1)"
const ELSEWHERE = 'http://127.0.0.1:9'

/** Each stands wherever a file can put text. */
const HOSTILE: Record<string, string> = {
  script: `<script>${OWN}</script>`,
  'a script in what closes': `</script></title></textarea></style><script>${OWN}</script>`,
  'a handler': `<img src=x onerror="${OWN}"><body onload="${OWN}"><details open ontoggle="${OWN}">`,
  'SVG and MathML': `<svg onload="${OWN}"><animate onbegin="${OWN}" attributeName=x></svg><math href="javascript:${OWN}">m</math>`,
  frames: `<iframe src="javascript:${OWN}"></iframe><iframe srcdoc="<script>${OWN}</script>"></iframe><object data="${ELSEWHERE}/o"></object><embed src="${ELSEWHERE}/e">`,
  'a base and a redirect': `<base href="${ELSEWHERE}"><meta http-equiv="refresh" content="0;url=${ELSEWHERE}"><link rel="stylesheet" href="${ELSEWHERE}/s.css">`,
  'a form': `<form action="${ELSEWHERE}"><button autofocus>x</button></form><style>@import '${ELSEWHERE}/i.css'; body { display: none }</style>`,
  'remote images': `![a](${ELSEWHERE}/a.png) ![b](//127.0.0.1:9/b.png) <img src="${ELSEWHERE}/c.png"> ![d][d]\n\n[d]: ${ELSEWHERE}/d.png`,
  'links to scripts': `[a](javascript:${OWN}) [b](JaVaScRiPt:alert(1)) [c](java\tscript:alert(1)) [d](&#106;avascript:alert(1)) <javascript:alert(1)> [e]( javascript:alert(1)) [f](\u0001javascript:alert(1))`,
  'links to data': `[a](data:text/html,<script>${OWN}</script>) [b](vbscript:x) [c](blob:${ELSEWHERE}/x) [d](file:///etc/passwd) [e](//127.0.0.1:9/) [f](about:blank) [g](/api/sign-out)`,
  'a link that lies': `[https://trusted.example/login](${ELSEWHERE}/phish) [g](https://trusted.example@127.0.0.1:9/) [h](https://xn--80ak6aa92e.com/)`,
  'anchors and names':
    '<a id="__next_f" name="body">x</a> <input name="nodes"> [x](#main) [^1]\n\n[^1]: note',
  templates: '{{constructor.constructor("alert(1)")()}} \u0024{alert(1)} <%= 1 %> {process.exit()}',
  colours: '\u001b[31mred\u001b[0m \u001b]8;;http://127.0.0.1:9\u0007link\u001b]8;;\u0007 \u009b2J \u0007',
  'turned text': 'abc \u202edcba\u202c \u2066x\u2069 \u200fy \u061c',
  'nothing visible': 'a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u{e0041}\u{e0042}',
  'halves of characters': 'x \ud800 y \udfff z \ufffe \uffff',
  'a pile of marks': `Z${'\u0301\u0330'.repeat(500)}`,
  'a code fence': `\`\`\`html"><script>${OWN}</script>\n<script>${OWN}</script>\n\`\`\``,
  'a table of scripts': `| <script>${OWN}</script> | b |\n|---|---|\n| [x](javascript:alert(1)) | ![y](${ELSEWHERE}/t.png) |`,
  'a line of 1 MB': 'x'.repeat(1_000_000),
  'a line of 1 MB in code': `\`\`\`\n${'y'.repeat(1_000_000)}\n\`\`\``,
  'a line of 1 MB of markup': '<b onclick=alert(1)>'.repeat(50_000),
}

/** One session for each, with the text in its answer, error, agent, status, project and id. */
function writeHostile(home: TemporaryHome): string[] {
  return Object.entries(HOSTILE).map(([what, text], number) => {
    const id = `hostile-${number}`
    const short = text.slice(0, 200)
    home.result(
      {
        session_id: id,
        subagent_type: short,
        result: text,
        metadata: { tool_name: short, claude_request_id: short, project_dir: `/home/${short}` },
      },
      { directory: `completed/${id}`, name: `${id}.json` },
    )
    home.result(
      { session_id: id, status: short, error: text, result: `# ${what}` },
      { directory: 'temp', name: `${id}-error.json` },
    )
    home.write(
      `temp/${id}-broken.json`,
      `{"session_id": "${id}", "result": ${JSON.stringify(text)}, ${short}`,
    )
    home.write(
      `integrated/${id}_integrated.json`,
      JSON.stringify({ session_id: id, summary: text, [short]: text }),
    )
    // A session that is called so, where an id may be.
    if (short.isWellFormed()) home.result({ session_id: short }, { name: `${id}-id.json` })
    return id
  })
}

function watchForHarm(page: Page, ownUrl: string): string[] {
  const harm: string[] = []
  page.on('dialog', (dialog) => {
    harm.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(`${ownUrl}/`)) harm.push(`a request to ${request.url()}`)
    else if (request.method() !== 'GET') harm.push(`a ${request.method()} to ${request.url()}`)
  })
  page.on('pageerror', (error) => harm.push(String(error)))
  page.on('popup', () => harm.push('a window'))
  page.on('download', () => harm.push('a download'))
  return harm
}

async function expectUnharmed(page: Page, harm: string[], where: string): Promise<void> {
  expect(harm, where).toEqual([])
  expect(await page.title(), where).toMatch(/Trinitas Monitor$/)
  const found = await page.evaluate(() => ({
    foreign: document.querySelectorAll(
      'iframe, object, embed, base, main form[action], main style, main script[src], img',
    ).length,
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    ).length,
    links: [...document.querySelectorAll('a')].filter(
      (link) => !['http:', 'https:', 'mailto:'].includes(new URL(link.href, location.href).protocol),
    ).length,
    tooWide: document.documentElement.scrollWidth > window.innerWidth,
  }))
  expect(found, where).toEqual({ foreign: 0, handlers: 0, links: 0, tooWide: false })
}

test('nothing that a file holds does anything but be shown', async ({
  page,
  home,
  startApp,
  expectedErrors,
}) => {
  test.setTimeout(180_000)
  const ids = writeHostile(home)
  const app = await startApp()
  const harm = watchForHarm(page, app.url)
  expectedErrors.push(/status of 404/)
  for (const [number, id] of ids.entries()) {
    const what = Object.keys(HOSTILE)[number] ?? ''
    await page.goto(`${app.url}/sessions/${id}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(id)
    await expect(page.getByRole('article').first()).toBeVisible()
    const closed = page.locator('details:not([open]) > summary')
    while ((await closed.count()) > 0) await closed.first().click()
    await expect(page.getByRole('status').filter({ hasText: 'Reading…' })).toHaveCount(0)
    await expect(page.locator('details pre').first()).toBeVisible()
    await expectUnharmed(page, harm, what)
  }
  for (const path of [
    '/',
    '/sessions',
    '/sessions?text=script',
    `/sessions/${encodeURIComponent('<script>')}`,
    '/nothing?<script>',
  ]) {
    await page.goto(app.url + path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectUnharmed(page, harm, path)
  }
})

test('links from answers say where they lead, and tell nobody where they were', async ({
  page,
  home,
  startApp,
}) => {
  writeHostile(home)
  const app = await startApp()
  const number = Object.keys(HOSTILE).indexOf('a link that lies')
  await page.goto(`${app.url}/sessions/hostile-${number}`)
  const links = page.locator('.prose').getByRole('link')
  await expect(links).toHaveText([
    'https://trusted.example/login(127.0.0.1:9)',
    'g(127.0.0.1:9)',
    'h(xn--80ak6aa92e.com)',
  ])
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute('target', '_blank')
    await expect(link).toHaveAttribute('rel', /noopener.*noreferrer|noreferrer.*noopener/)
  }
})

test('hidden characters of an answer are shown as what they are', async ({ page, home, startApp }) => {
  writeHostile(home)
  const app = await startApp()
  const keys = Object.keys(HOSTILE)
  for (const [what, shown] of [
    ['turned text', '\\u{202e}dcba'],
    ['nothing visible', 'a\\u{200b}b'],
    ['colours', '\\u{1b}[31mred'],
  ] as const) {
    await page.goto(`${app.url}/sessions/hostile-${keys.indexOf(what)}`)
    await expect(page.locator('.prose').filter({ hasText: shown })).toHaveCount(1)
  }
})
