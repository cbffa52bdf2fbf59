import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'

const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

/** What a change of has `npm start` build anew. */
const sources = [
  ...(/const SOURCES = \[([^\]]*)\]/.exec(read('scripts/prepare.mjs'))?.[1] ?? '').matchAll(/'([^']+)'/g),
].map(([, path]) => path)

it('is built anew when anything changes that bundles and packaged hooks are made by', () => {
  const scripts = [...read('scripts/bundle.mjs').matchAll(/from '\.\/([^']+)'/g)].map(
    ([, name]) => `scripts/${name}`,
  )
  // It is what decides.
  const makers = [...scripts.filter((path) => path !== 'scripts/prepare.mjs'), 'scripts/bundle.mjs', 'hooks']
  expect(makers.every((path) => existsSync(`${root}${path}`))).toBe(true)
  expect(sources).toEqual(expect.arrayContaining(makers))
})
