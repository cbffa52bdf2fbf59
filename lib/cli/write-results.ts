import type { Config } from '#lib/config.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Plan } from '#lib/model/plan.ts'
import { carryOut } from './carry-out.ts'
import { outcomeLines } from './plan-lines.ts'
import { print } from './print.ts'
import { type Opened, withRecovery } from './with-recovery.ts'

export type WrittenResults = {
  files: number
  operations: Operation[]
  /** Why nothing was written, or no more. */
  reason: string | null
  /** Whether nothing that could be written is left. */
  isComplete: boolean
}

type Asked = { sinceMs: number | null; json: boolean; yes: boolean }

/** Writes result files of what was imported, one plan after the other: each takes as many sessions as one run may. */
export function writeResults(config: Config, asked: Asked): Promise<WrittenResults> {
  return withRecovery(config, (opened) => writeAll(opened, asked))
}

async function writeAll({ recovery, renew }: Opened, { sinceMs, json, yes }: Asked): Promise<WrittenResults> {
  const written: WrittenResults = { files: 0, operations: [], reason: null, isComplete: true }
  for (;;) {
    const request = { action: 'import_results', sinceMs } as const
    const carried = await carryOut({ recovery, request, yes, quiet: json, yesOption: '--yes' })
    if (carried.kind === 'nothing' && written.operations.length > 0) return written
    if (carried.kind !== 'done') {
      const reason = carried.kind === 'nothing' ? carried.reason : 'Nothing was changed.'
      if (!json) print(reason)
      return { ...written, reason, isComplete: carried.kind === 'nothing' && carried.isFine }
    }
    const { plan, operation } = carried
    const files = filesOf(plan, operation)
    written.files += files
    written.operations.push(operation)
    written.isComplete &&= operation.status === 'done'
    if (!json) printWritten(operation, files)
    // What failed would fail again.
    if (operation.status !== 'done' || !plan.omitted.some(({ later }) => later)) return written
    await renew()
  }
}

function filesOf({ items }: Plan, operation: Operation): number {
  const done = new Set(operation.items.filter(({ outcome }) => outcome === 'done').map(({ name }) => name))
  const steps = items.filter(({ name }) => done.has(name)).flatMap(({ steps }) => steps)
  return steps.filter(({ kind }) => kind === 'make').length
}

function printWritten(operation: Operation, files: number): void {
  for (const line of outcomeLines(operation)) print(line)
  print(`Written: ${formatQuantity(files, 'result')}. To take it back: trinitas undo ${operation.id}`)
}
