import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '#lib/testing/run-command.ts'

const read = (path: string): string => readFileSync(root + path, 'utf8')

type Proof = { file: string; test: string }

/** Rows of the tables with a column of proofs: the defence, and each test that is named, with its file. */
function readDefences(): { defence: string; proofs: Proof[] }[] {
  const [, ...tables] = read('docs/security.md').split('| defence | how | proof |\n|---|---|---|\n')
  return tables
    .flatMap((table) => table.split('\n\n', 1)[0]?.split('\n') ?? [])
    .map((row) => {
      const [defence = '', , proof = ''] = row.slice('| '.length, -' |'.length).split(' | ')
      return { defence, proofs: proof.split('; ').flatMap(readProofs) }
    })
}

function readProofs(text: string): Proof[] {
  const file = /`([^`]+)`/.exec(text)?.[1] ?? ''
  return [...text.matchAll(/“([^”]+)”/g)].map(([, test = '']) => ({ file, test }))
}

describe('docs/security.md', () => {
  const defences = readDefences()
  const proofs = defences.flatMap((defence) => defence.proofs)

  it('names a test for each of its defences', () => {
    expect(defences.length).toBeGreaterThan(25)
    expect(defences.filter((defence) => defence.proofs.length === 0)).toEqual([])
  })

  it.each(proofs)('$file has the test “$test”', ({ file, test }) => {
    expect(existsSync(root + file), file).toBe(true)
    expect(read(file)).toContain(test)
  })
})
