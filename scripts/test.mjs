// npm test: everything that says whether the product is as it should be, and one line at the end that sums it up.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, ensureInstalled, pinnedNode, root, say } from './prepare.mjs'

const total = { passed: 0, failed: 0, skipped: 0 }
const count = ({ passed = 0, failed = 0, skipped = 0 }) => {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

/** A step that passes or fails as a whole. */
function check(name, work) {
  say(name)
  try {
    work()
    count({ passed: 1 })
    return true
  } catch (error) {
    console.error(`trinitas: ${name} failed. ${error.message}`)
    count({ failed: 1 })
    return false
  }
}

function run(script, args, env = {}) {
  const { status, error } = spawnSync(pinnedNode(), [join(root, 'node_modules', ...script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  if (error) throw error
  return status
}

function mustRun(script, args) {
  const status = run(script, args)
  if (status !== 0) throw new Error(`It ended with exit code ${status}.`)
}

/** Runs tests that report to a file, and counts what the report says; without a report, the run itself has failed. */
function runTests(name, script, args, env, readCounts) {
  say(name)
  const directory = mkdtempSync(join(tmpdir(), 'trinitas-report-'))
  const report = join(directory, 'report.json')
  try {
    const status = run(script, args(report), env(report))
    const counts = readCounts(JSON.parse(readFileSync(report, 'utf8')))
    // A runner may fail for more than a test: an error outside of any, say.
    count(status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts)
  } catch (error) {
    console.error(`trinitas: ${name} left no report. ${error.message}`)
    count({ failed: 1 })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

ensureInstalled()
check('format and lint: biome', () =>
  mustRun(['@biomejs', 'biome', 'bin', 'biome'], ['check', '--error-on-warnings', '.']),
)
check('types: tsc', () => mustRun(['typescript', 'bin', 'tsc'], ['--noEmit']))
// The command line is tested as it is shipped, so everything is built before anything is tested.
const built = check('production build', () => build())
runTests(
  'unit tests: vitest',
  ['vitest', 'vitest.mjs'],
  (report) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  () => ({}),
  ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests + numTodoTests,
  }),
)
if (built) {
  const { findBrowser } = await import('./find-browser.mjs')
  const browser = await findBrowser().catch((error) => {
    console.error(`trinitas: ${error.message}`)
    count({ failed: 1 })
    return null
  })
  if (browser !== null) {
    runTests(
      `end-to-end tests: playwright with ${browser}`,
      ['@playwright', 'test', 'cli.js'],
      () => ['test', '--reporter=list,json'],
      (report) => ({ CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
      ({ stats }) => ({
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        skipped: stats.skipped,
      }),
    )
  }
}
if (total.skipped > 0) console.log(`${total.skipped} skipped`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
