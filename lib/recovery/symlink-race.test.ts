import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { HOUR_MS, type RecoveryHome, recoveryHome, runOf } from '#lib/testing/recovery-home.ts'
import { snapshotTree } from '#lib/testing/snapshot-tree.ts'
import { startSwapping } from '#lib/testing/start-swapping.ts'
import { temporaryHome } from '#lib/testing/temporary-home.ts'
import { runOperation } from './run-operation.ts'

/** A short run with every test; `npm run test:security` takes more. */
const ROUNDS = Number(process.env.TRINITAS_RACE_ROUNDS ?? 60)

describe.runIf(process.platform === 'linux')(
  'while directories are exchanged for links by another process',
  () => {
    it.each(['temp', 'failed', '.trash', '.staging'])(
      'clean-up, undo to the trash and purge touch nothing outside (%s)',
      { timeout: 600_000 },
      async (exchanged) => {
        await using place = recoveryHome()
        using outside = temporaryHome()
        const { home } = place
        for (const name of ['run.json', 'sentinel.json']) writeFileSync(join(outside.path, name), '"outside"')
        // What is empty is removed at the end of an operation, and then there would be nothing to exchange.
        mkdirSync(home.at('.trash/kept'), { recursive: true })
        home.write('.staging/kept/file', '')
        const before = snapshotTree(outside.path)
        await using attacker = await startSwapping(home.at(exchanged), outside.path)
        const outcomes = { done: 0, refused: 0 }
        for (let round = 0; round < ROUNDS; round += 1)
          for (const action of ['clean_up', 'undo', 'trash_purge'] as const) {
            attacker.pause()
            // The last may lie in a directory that was put aside, where no undo finds it.
            if (action === 'clean_up' && !namesBelow(home.at('temp')).includes('run.json'))
              home.result({ session_id: 'run' }, { name: 'run.json', ageMs: 3 * HOUR_MS })
            const plan = await planOf(place, action)
            // Now and then in peace, so that there is something to undo and to purge.
            if (round % 3 !== 0) attacker.resume()
            if (plan !== null) outcomes[carryOut(place, plan) ? 'done' : 'refused'] += 1
          }
        attacker.pause()
        await attacker.end()
        expect(snapshotTree(outside.path)).toEqual(before)
        // Both happened: otherwise nothing was tried.
        expect(outcomes.done).toBeGreaterThan(0)
        expect(outcomes.refused).toBeGreaterThan(0)
        // Nothing of ours was lost on the way either, wherever it lies by now.
        expect(namesBelow(home.path)).toEqual(expect.arrayContaining(['run.json']))
      },
    )
  },
)

/** While nothing is exchanged; `null` where there is nothing of it to be done now. */
async function planOf(
  place: RecoveryHome,
  action: 'clean_up' | 'undo' | 'trash_purge',
): Promise<Plan | null> {
  const [latest] = place.recovery
    .operations(100)
    .filter(({ undoable, action: was }) => undoable && was === 'clean_up')
  const requests: Record<typeof action, PlanRequest | null> = {
    clean_up: { action: 'clean_up', sessions: null, quietForMs: HOUR_MS },
    undo: latest ? { action: 'undo', operation: latest.id } : null,
    trash_purge: { action: 'trash_purge', entries: null },
  }
  const request = requests[action]
  try {
    return request === null ? null : await place.plan(request)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Whether all of it was done; where not, that was said by name. Whatever is thrown is a defect. */
function carryOut(place: RecoveryHome, { id: planId, typed }: Plan): boolean {
  let done = false
  runOperation(runOf(place, { task: 'execute', confirmation: { planId, typed } }), (event) => {
    if (event.kind === 'report') done = event.operation.status === 'done'
  })
  return done
}

const namesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true }).map(({ name }) => name)
