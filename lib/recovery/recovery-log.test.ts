import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CLEAN_UP, filledForCleanUp, type RecoveryHome } from '#lib/testing/recovery-home.ts'
import { runTrinitas } from '#lib/testing/run-command.ts'
import { logOperation } from './recovery-log.ts'

const logOf = ({ home }: RecoveryHome, name: string): string =>
  readFileSync(`${home.path}/logs/${name}`, 'utf8')

describe('the logs of what was changed', () => {
  it('say how many sessions clean-up moved, once, and what the operation was', async () => {
    await using place = filledForCleanUp()
    const { id, user } = await place.execute(await place.plan(CLEAN_UP))
    expect(logOf(place, 'session_monitor.log')).toMatch(
      new RegExp(`^\\[[^\\]]+\\] \\[INFO\\] Cleaned 1 stale sessions \\(operation ${id} by ${user}\\)\\n$`),
    )
    expect(logOf(place, 'recovery.log')).toContain(
      `[done] clean_up ${id} by ${user}: 1 done, 0 skipped, 0 failed`,
    )
    expect(statSync(`${place.home.path}/logs/session_monitor.log`).mode & 0o777).toBe(0o600)
  })

  it('say the same where a command cleaned up', async () => {
    await using place = filledForCleanUp()
    expect(runTrinitas(['cleanup', '--yes', '--home', place.home.path]).code).toBe(0)
    expect(logOf(place, 'session_monitor.log')).toContain('[INFO] Cleaned 1 stale sessions')
  })

  it('say what failed, and why, with the errors', async () => {
    await using place = filledForCleanUp()
    const done = await place.execute(await place.plan(CLEAN_UP))
    const items = done.items.map((item) => ({
      ...item,
      outcome: 'failed' as const,
      reason: 'The disk is full.',
    }))
    logOperation(place.home.path, { ...done, items, status: 'failed', files: 0, sizeBytes: 0 })
    const lines = logOf(place, 'errors.log').trimEnd().split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(
      /^\[[^\]]+\] \[ERROR\] clean_up \S+ by .*: 0 done, 0 skipped, 1 failed; .*\. run: The disk is full\.$/,
    )
  })

  it('hold nothing up where they cannot be written', async () => {
    await using place = filledForCleanUp()
    writeFileSync(`${place.home.path}/logs`, 'no directory')
    expect((await place.execute(await place.plan(CLEAN_UP))).status).toBe('done')
  })
})
