import { describe, it } from 'vitest'
import { prepareSweep, sweepFaults, sweptActions } from '#lib/testing/fault-sweep.ts'

prepareSweep()

describe.each(
  sweptActions(['repair', 'take a repair back', 'integrate anew', 'fix permissions', 'free space']),
)('$name', (action) => {
  it('loses nothing, whichever call fails or is the last', { timeout: 3_600_000 }, () => sweepFaults(action))
})
