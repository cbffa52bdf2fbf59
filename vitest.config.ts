import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,components,demo,lib,scripts}/**/*.test.ts'],
    // Real files, real processes: a machine with two cores is busy with four of them.
    maxWorkers: 2,
    // What hangs fails; a disk that is slow for a while does not, and ten commands of a test may each wait for it.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { requireAssertions: true },
  },
})
