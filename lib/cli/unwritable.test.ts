import { chmodSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runAsNobody } from '#lib/testing/run-as-nobody.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'

test.each([
  'schedule run clean_up',
  'schedule run health_check --now',
  'integrate --yes',
  'fix permissions --yes',
])('%s says in a sentence that a home cannot be written', (command) => {
  using home = temporaryHome()
  home.result({ session_id: 'ended' }, { directory: 'completed/ended', ageMs: 3_600_000 })
  chmodSync(home.path, 0o555)
  try {
    const { code, err } = runAsNobody(home, command.split(' '))
    expect(code).toBe(2)
    expect(err).toMatch(/^Nothing was changed: EACCES: permission denied, mkdir '\S+\/monitor'\.$/m)
    expect(err).not.toMatch(/^ {4}at /m)
  } finally {
    chmodSync(home.path, 0o700)
  }
})
