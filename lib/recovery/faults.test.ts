import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { IS_MOUNTED, prepareSweep, sweepFaults, sweptActions } from '#lib/testing/fault-sweep.ts'
import { root } from '#lib/testing/run-command.ts'

prepareSweep()

describe.each(sweptActions(['clean up', 'recover', 'undo', 'restore from the trash', 'purge the trash']))(
  '$name',
  (action) => {
    it('loses nothing, whichever call fails or is the last', { timeout: 3_600_000 }, () =>
      sweepFaults(action),
    )
  },
)

describe.runIf(!IS_MOUNTED && process.platform === 'linux')('where failed/ is another file system', () => {
  it('nothing is lost either', { timeout: 3_600_000 }, () => {
    const vitest = [`${root}node_modules/vitest/vitest.mjs`, 'run', 'lib/recovery/faults.test.ts']
    const command = ['--user', '--map-root-user', '--mount', process.execPath, ...vitest]
    const { status, stdout, stderr } = spawnSync('unshare', command, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, TRINITAS_FAULTS_MOUNTED: '1' },
    })
    expect(status, stdout + stderr).toBe(0)
    expect(stdout).toContain('faults tried')
  })
})
