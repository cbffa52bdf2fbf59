import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,components,demo,lib,scripts}/**/*.test.ts'],
    // Real files, real processes: a machine with two cores is busy with four of them.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    expect: { requireAssertions: true },
  },
})
