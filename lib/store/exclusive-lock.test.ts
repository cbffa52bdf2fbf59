import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { takeExclusiveLock } from './exclusive-lock.ts'

/** Whether another process gets the lock. */
function isFreeForOthers(path: string): boolean {
  const script = `
    const { takeExclusiveLock } = await import('#lib/store/exclusive-lock.ts')
    console.log(takeExclusiveLock(process.argv[1], 0) !== null)`
  const args = ['--input-type=module', '-e', script, path]
  return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: root }).stdout === 'true\n'
}

describe('an exclusive lock', () => {
  it('keeps other processes away, also after somebody else in this one was refused', () => {
    using home = temporaryHome()
    const path = join(home.path, 'lock.db')
    const lock = takeExclusiveLock(path, 0)
    expect(isFreeForOthers(path)).toBe(false)
    expect(takeExclusiveLock(path, 0)).toBeNull()
    expect(isFreeForOthers(path)).toBe(false)
    lock?.release()
    expect(isFreeForOthers(path)).toBe(true)
  })
})
