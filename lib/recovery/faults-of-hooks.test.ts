import { describe, it } from 'vitest'
import { prepareSweep, sweepFaults, sweptActions } from '#lib/testing/fault-sweep.ts'

prepareSweep()

describe.each(
  sweptActions([
    'fix hooks',
    'install hooks',
    'exchange hooks',
    'uninstall hooks',
    'take an installation of hooks back',
  ]),
)('$name', (action) => {
  it('loses nothing, whichever call fails or is the last', { timeout: 3_600_000 }, () => sweepFaults(action))
})
