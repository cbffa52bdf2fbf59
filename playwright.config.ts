import { defineConfig, devices } from '@playwright/test'

const executablePath = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each test has a server of its own, and this machine may have two cores.
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  // Two browsers and two servers share two cores, where a page may take seconds to draw.
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    // It takes a seventh of the time; `npm run test:e2e -- --trace on` shows what a test did.
    trace: 'off',
    launchOptions: executablePath ? { executablePath } : {},
  },
})
