// npm test: everything that says whether the product is as it should be, and one line at the end that sums it up.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build, ensureInstalled, pinnedNode, root, say } from './prepare.mjs'

const total = { passed: 0, failed: 0, skipped: 0 }
/** What failed, said once more at the end: what a run of half an hour printed is rarely kept whole. */
const failures = []
const count = ({ passed = 0, failed = 0, skipped = 0 }) => {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}
const fail = (name, why) => {
  console.error(`trinitas: ${name}: ${why}`)
  failures.push(`${name}: ${why}`)
  count({ failed: 1 })
}

/** A step that passes or fails as a whole. */
function check(name, work) {
  say(name)
  try {
    work()
    count({ passed: 1 })
    return true
  } catch (error) {
    fail(name, error.message)
    return false
  }
}

/** Threads of tests load the same sources hundreds of times. */
const compiled = mkdtempSync(join(tmpdir(), 'trinitas-compiled-'))
process.on('exit', () => rmSync(compiled, { recursive: true, force: true }))

function run(script, args, env = {}) {
  const { status, error } = spawnSync(pinnedNode(), [join(root, 'node_modules', ...script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_COMPILE_CACHE: compiled, ...env },
  })
  if (error) throw error
  return status
}

function mustRun(script, args) {
  const status = run(script, args)
  if (status !== 0) throw new Error(`It ended with exit code ${status}.`)
}

/** Runs tests that report to a file, and counts what the report says; without a report, the run itself has failed. */
function runTests(name, script, args, env, read) {
  say(name)
  const directory = mkdtempSync(join(tmpdir(), 'trinitas-report-'))
  const report = join(directory, 'report.json')
  try {
    const status = run(script, args(report), env(report))
    const { failed, ...counts } = read(JSON.parse(readFileSync(report, 'utf8')))
    count({ ...counts, failed: failed.length })
    failures.push(...failed)
    // A runner may fail for more than a test: an error outside of any, say.
    if (status !== 0 && failed.length === 0)
      fail(name, `It ended with exit code ${status}, and no test failed.`)
  } catch (error) {
    fail(name, `It left no report. ${error.message}`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const indented = (text) => text.replace(/^/gm, '    ')

/** Tests of a file that failed, or the file itself where it could not be loaded. */
function failedUnitTests({ name: file, message, assertionResults }) {
  const tests = assertionResults.filter(({ status }) => status === 'failed')
  if (tests.length === 0 && message) return [`${relative(root, file)}\n${indented(message)}`]
  return tests.map(
    ({ fullName, failureMessages }) =>
      `${relative(root, file)} ${fullName}\n${indented(failureMessages.join('\n'))}`,
  )
}

/** Specifications that did not pass at the first try, of a suite and of those within it. */
function failedBrowserTests({ file, specs = [], suites = [] }) {
  const failed = specs.filter(({ tests }) =>
    tests.some(({ status }) => status === 'unexpected' || status === 'flaky'),
  )
  const why = ({ tests }) =>
    tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message)))
  return [
    ...failed.map(
      (spec) => `${file} ${spec.title}\n${indented(stripVTControlCharacters(why(spec).join('\n')))}`,
    ),
    ...suites.flatMap(failedBrowserTests),
  ]
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
  ({ numPassedTests, numPendingTests, numTodoTests, testResults }) => ({
    passed: numPassedTests,
    failed: testResults.flatMap(failedUnitTests),
    skipped: numPendingTests + numTodoTests,
  }),
)
if (built) {
  const { findBrowser } = await import('./find-browser.mjs')
  const browser = await findBrowser().catch((error) => {
    fail('browser', error.message)
    return null
  })
  if (browser !== null) {
    runTests(
      `end-to-end tests: playwright with ${browser}`,
      ['@playwright', 'test', 'cli.js'],
      () => ['test', '--reporter=list,json'],
      (report) => ({ CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
      ({ stats, suites }) => ({
        passed: stats.expected,
        failed: suites.flatMap(failedBrowserTests),
        skipped: stats.skipped,
      }),
    )
  }
}
for (const failure of failures) console.log(`failed: ${failure}`)
if (total.skipped > 0) console.log(`${total.skipped} skipped`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 ? 1 : 0
