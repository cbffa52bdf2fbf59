import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Step } from '#lib/model/plan.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { readContainedFile } from '#lib/store/read-contained.ts'
import { makePlanItem } from '#lib/testing/make-plan-item.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { startSwapping } from '#lib/testing/start-swapping.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { ItemFailed, performItem } from './perform-item.ts'

/** A short run with every test; `npm run test:security` takes more. */
const ROUNDS = Number(process.env.TRINITAS_RACE_ROUNDS ?? 150)
const NAME = 'sentinel.json'

describe.runIf(process.platform === 'linux')(
  'while directories are exchanged for links by another process',
  () => {
    it.each(['completed/victim', 'completed', '.trash/operation', '.trash', '.staging'])(
      'nothing outside is read, moved to, moved away or removed (%s)',
      async (exchanged) => {
        using home = temporaryHome()
        using outside = temporaryHome()
        // The same names lie outside, wherever a link may lead.
        for (const path of ['victim', 'operation', ''])
          mkdirSync(join(outside.path, path), { recursive: true })
        for (const path of ['', 'victim']) writeFileSync(join(outside.path, path, NAME), '"outside"')
        for (const path of ['completed/victim', '.trash/operation', '.staging'])
          mkdirSync(home.at(path), { recursive: true })
        // Held open from before, so that this test itself is not led away.
        using real = pinDirectory(home.results, 'completed/victim')
        const before = snapshotTree(outside.path)
        await using attacker = await startSwapping(home.at(exchanged), outside.path)

        const outcomes = { moved: 0, removed: 0, refused: 0, read: new Set<string>() }
        /** False where it was refused: there happened to be a link, nothing, or another directory. */
        const attempt = (round: number, step: Step): boolean => {
          const item = makePlanItem({ steps: [step], files: 1 })
          try {
            performItem({ root: home.results, operationId: 'o', item, first: round })
            return true
          } catch (error) {
            if (!(error instanceof ItemFailed)) throw error
            outcomes.refused += 1
            return false
          }
        }
        for (let round = 0; round < ROUNDS; round += 1) {
          writeFileSync(real.at(NAME), '"inside"')
          const stamp = stampFrom(lstatSync(real.at(NAME)))
          const from = `completed/victim/${NAME}`
          const reading = readContainedFile(home.results, from)
          if (reading.kind === 'whole') outcomes.read.add(reading.text)
          const to = `.trash/operation/${round}.json`
          if (attempt(round, { kind: 'move', from, to, stamp })) outcomes.moved += 1
          else if (attempt(round, { kind: 'purge', from, stamp })) outcomes.removed += 1
        }
        await attacker.end()

        expect(snapshotTree(outside.path)).toEqual(before)
        expect([...outcomes.read]).not.toContain('"outside"')
        // Both happened: otherwise nothing was tried.
        expect(outcomes.moved).toBeGreaterThan(0)
        expect(outcomes.refused).toBeGreaterThan(0)
        const inTrash = countFiles(home.path)
        expect(inTrash).toBe(outcomes.moved)
      },
    )
  },
)

/** Files that were moved to the trash, wherever the killed attacker left that. */
function countFiles(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /^\d+\.json$/.test(entry.name),
  ).length
}
