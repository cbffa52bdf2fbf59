import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

/** Lints one file as if it stood at `path`, with the project's own rules. */
function lint(path: string, source: string): string {
  using place = temporaryHome()
  const file = join(place.path, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
  const config = join(place.path, 'biome.jsonc')
  writeFileSync(config, JSON.stringify({ extends: [`${root}biome.jsonc`], vcs: { enabled: false } }))
  // A plugin is looked for beside the configuration that stands at the end.
  mkdirSync(join(place.path, 'scripts'), { recursive: true })
  symlinkSync(`${root}scripts/no-shell.grit`, join(place.path, 'scripts/no-shell.grit'))
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}node_modules/@biomejs/biome/bin/biome`, 'lint', '--reporter=json', file],
    {
      encoding: 'utf8',
      cwd: place.path,
    },
  )
  return stdout + stderr
}

describe('the layers', () => {
  it.each([
    ['lib/store/a.ts', '#lib/sessions/decide-state.ts'],
    ['lib/store/a.ts', '../sessions/decide-state.ts'],
    ['lib/sessions/a.ts', '#lib/monitor.ts'],
    ['lib/history/a.ts', '#lib/cli/main.ts'],
    ['lib/metrics/a.ts', 'node:fs'],
    ['lib/metrics/a.ts', '#lib/store/read-file.ts'],
    ['lib/alerts/a.ts', 'node:fs'],
    ['lib/alerts/a.ts', '#lib/store/read-file.ts'],
    ['lib/alert-log/a.ts', '#lib/monitor.ts'],
    ['lib/webhooks/a.ts', '#lib/store/read-file.ts'],
    ['lib/share/a.ts', '#lib/store/read-file.ts'],
    ['lib/share/a.ts', 'node:fs'],
    ['lib/settings/a.ts', 'node:fs'],
    ['lib/settings/a.ts', '#lib/store/read-file.ts'],
    ['lib/json-repair/a.ts', '#lib/errors.ts'],
    ['lib/json-repair/a.ts', '#lib/store/read-file.ts'],
    ['lib/integration/a.ts', '#lib/store/read-file.ts'],
    ['lib/integration/a.ts', '#lib/recovery/steps.ts'],
    ['lib/recovery/a.ts', '#lib/monitor.ts'],
    ['lib/recovery/a.ts', '#lib/history/history.ts'],
    ['lib/issues/a.ts', 'node:fs'],
    ['lib/issues/a.ts', '#lib/history/history.ts'],
    ['lib/health/a.ts', 'node:fs'],
    ['lib/health/a.ts', '#lib/monitor.ts'],
    ['lib/model/a.ts', '#lib/store/read-file.ts'],
    ['lib/format/a.ts', 'node:fs'],
    ['lib/gate/a.ts', '#lib/monitor.ts'],
    ['lib/journal/a.ts', '#lib/gate/gate.ts'],
    ['lib/journal/a.ts', '#lib/config.ts'],
    ['lib/markdown/a.ts', '#lib/monitor.ts'],
    ['lib/markdown/a.ts', '#lib/gate/gate.ts'],
    ['lib/capture/a.ts', 'zod'],
    ['lib/capture/a.ts', 'node:sqlite'],
    ['lib/capture/a.ts', '#lib/sessions/read-record.ts'],
    ['lib/schedule/a.ts', 'node:fs'],
    ['lib/schedule/a.ts', '#lib/journal/journal.ts'],
    ['lib/jobs/a.ts', '#lib/recovery/make-plan.ts'],
    ['lib/jobs/a.ts', '#lib/cli/print.ts'],
    ['lib/export/a.ts', 'node:fs'],
    ['lib/export/a.ts', '#lib/monitor.ts'],
    ['lib/export/a.ts', '#lib/http/respond.ts'],
    ['lib/logs/a.ts', '#lib/sessions/decide-state.ts'],
    ['lib/cli/a.ts', '#lib/store/read-file.ts'],
    ['app/a.ts', '#lib/store/read-file.ts'],
    ['app/api/x/route.ts', 'node:fs'],
    ['components/a.tsx', '#lib/monitor.ts'],
    ['components/a.tsx', 'zod'],
  ])('refuse that %s imports %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}'\n\nexport const y = x\n`)).toContain(
      'noRestrictedImports',
    )
  })

  it.each([
    ['lib/store/a.ts', '#lib/errors.ts'],
    ['lib/sessions/a.ts', '#lib/store/read-file.ts'],
    ['lib/metrics/a.ts', '#lib/model/run.ts'],
    ['lib/share/a.ts', '#lib/model/metrics-view.ts'],
    ['lib/issues/a.ts', '#lib/format/bytes.ts'],
    ['lib/health/a.ts', '#lib/model/issue.ts'],
    ['lib/schedule/a.ts', '#lib/model/schedule.ts'],
    ['lib/jobs/a.ts', '#lib/monitor.ts'],
    ['lib/export/a.ts', '#lib/format/csv.ts'],
    ['lib/alerts/a.ts', '#lib/format/bytes.ts'],
    ['lib/alert-log/a.ts', '#lib/store/make-file.ts'],
    ['lib/cli/a.ts', '#lib/monitor.ts'],
    ['lib/cli/a.ts', '#lib/export/exposition/exposition.ts'],
    ['lib/gate/a.ts', '#lib/journal/journal.ts'],
    ['lib/journal/a.ts', '#lib/store/own-user.ts'],
    ['lib/markdown/a.ts', '#lib/model/markdown.ts'],
    ['lib/logs/a.ts', '#lib/store/read-file.ts'],
    ['lib/capture/a.ts', '#lib/integration/integrate-results.ts'],
    ['app/a.ts', '#lib/model/session.ts'],
    ['components/a.tsx', '#lib/format/bytes.ts'],
  ])('let %s import %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}'\n\nexport const y = x\n`)).not.toContain(
      'noRestrictedImports',
    )
  })
})

describe('everywhere', () => {
  it.each([
    ["import { exec } from 'node:child_process'\n\nexport const x = exec\n", 'exec starts a shell'],
    [
      "import { execSync } from 'node:child_process'\n\nexport const x = execSync\n",
      'execSync starts a shell',
    ],
    ['export const x = { shell: true }\n', 'No shell'],
    ["export const x = { shell: '/bin/sh' }\n", 'No shell'],
    [
      'export const x = (html: string) => <p dangerouslySetInnerHTML={{ __html: html }} />\n',
      'noDangerouslySetInnerHtml',
    ],
    ["export const x = eval('1')\n", 'noGlobalEval'],
    ['export const x = (y: any): unknown => y\n', 'noExplicitAny'],
  ])('refuses %j', (source, message) => {
    for (const path of ['lib/store/a.tsx', 'components/a.tsx', 'scripts/a.tsx'])
      expect(lint(path, source)).toContain(message)
  })

  it('lets programs be started by a list of arguments', () => {
    const source =
      "import { execFile, spawn } from 'node:child_process'\n\nexport const x = [execFile, spawn('ls', ['-l'], { shell: false }), /a/.exec('a')]\n"
    expect(lint('scripts/a.ts', source)).toContain('"diagnostics":[]')
  })
})
