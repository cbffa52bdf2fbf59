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

  it('is held until it is released, also where nobody kept what would release it', () => {
    using home = temporaryHome()
    const path = join(home.path, 'lock.db')
    const script = `
      const { takeExclusiveLock } = await import('#lib/store/exclusive-lock.ts')
      const { spawnSync } = await import('node:child_process')
      takeExclusiveLock(process.argv[1], 0)
      await new Promise(setImmediate)
      gc()
      const other = 'const { takeExclusiveLock } = await import("#lib/store/exclusive-lock.ts"); console.log(takeExclusiveLock(process.argv[1], 0) === null)'
      process.stdout.write(spawnSync(process.execPath, ['--input-type=module', '-e', other, process.argv[1]]).stdout)`
    const args = ['--expose-gc', '--input-type=module', '-e', script, path]
    expect(spawnSync(process.execPath, args, { encoding: 'utf8', cwd: root }).stdout).toBe('true\n')
  })
})
