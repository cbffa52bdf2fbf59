import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
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
    ['lib/model/a.ts', '#lib/store/read-file.ts'],
    ['lib/format/a.ts', 'node:fs'],
    ['lib/gate/a.ts', '#lib/monitor.ts'],
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
    ['lib/cli/a.ts', '#lib/monitor.ts'],
    ['app/a.ts', '#lib/model/session.ts'],
    ['components/a.tsx', '#lib/format/bytes.ts'],
  ])('let %s import %s', (path, imported) => {
    expect(lint(path, `import { x } from '${imported}'\n\nexport const y = x\n`)).not.toContain(
      'noRestrictedImports',
    )
  })
})
