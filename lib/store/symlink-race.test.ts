import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { startSwapping } from '#lib/testing/start-swapping.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { stampFrom } from './list-directory.ts'
import { moveFile, removeFile } from './move-file.ts'
import { type PinnedDirectory, pinDirectory } from './pinned-directory.ts'
import { readContainedFile } from './read-contained.ts'

/** A short run with every test; `npm run test:security` takes more. */
const ROUNDS = Number(process.env.TRINITAS_RACE_ROUNDS ?? 150)
const NAME = 'sentinel.json'

/** What happens to be at the place of a directory that somebody exchanges: a link, nothing, or another directory. */
function isRefusal(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'path_outside' || error.code === 'file_changed'
  return systemErrorCode(error) === 'ENOENT'
}

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
        const attempt = (work: () => void): boolean => {
          try {
            work()
            return true
          } catch (error) {
            if (!isRefusal(error)) throw error
            outcomes.refused += 1
            return false
          }
        }
        const withPinned = (work: (from: PinnedDirectory, staging: PinnedDirectory) => void): boolean =>
          attempt(() => {
            using from = pinDirectory(home.results, 'completed/victim')
            using staging = pinDirectory(home.results, '.staging')
            work(from, staging)
          })
        for (let round = 0; round < ROUNDS; round += 1) {
          writeFileSync(real.at(NAME), '"inside"')
          const meant = stampFrom(lstatSync(real.at(NAME)))
          const options = (from: PinnedDirectory, staging: PinnedDirectory) => ({
            from: { directory: from, name: NAME },
            staging: { directory: staging, name: `${round}` },
            meant,
          })
          attempt(() => {
            const reading = readContainedFile(home.results, `completed/victim/${NAME}`)
            if (reading.kind === 'whole') outcomes.read.add(reading.text)
          })
          const moved = withPinned((from, staging) => {
            using trash = pinDirectory(home.results, '.trash/operation')
            moveFile({ ...options(from, staging), to: { directory: trash, name: `${round}.json` } })
          })
          if (moved) outcomes.moved += 1
          else if (withPinned((from, staging) => removeFile(options(from, staging)))) outcomes.removed += 1
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
