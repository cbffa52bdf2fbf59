import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { ItemOutcome } from '#lib/model/operation.ts'
import type { CarriedOut } from '#lib/monitor.ts'
import type { ExitCode } from './command.ts'
import { outcomeLines } from './plan-lines.ts'
import { print, printJson } from './print.ts'

/** How a request ended: 0 where all of it was done. */
export function printOperation(
  carried: CarriedOut,
  { json, done }: { json: boolean; done: string },
): ExitCode {
  const operation = carried.kind === 'done' ? carried.operation : null
  if (json) printJson({ operation, reason: carried.kind === 'nothing' ? carried.reason : null })
  else if (carried.kind === 'nothing') print(carried.reason)
  else if (operation === null) print('Nothing was changed.')
  else {
    for (const line of outcomeLines(operation)) print(line)
    const { files, sizeBytes, items, id } = operation
    const what =
      files === 0 ? formatQuantity(items.filter(isDone).length, 'item') : formatQuantity(files, 'file')
    print(`${done}: ${what}${files === 0 ? '' : `, ${formatBytes(sizeBytes)}`} (operation ${id}).`)
  }
  if (carried.kind === 'nothing') return carried.isFine ? 0 : 1
  return operation?.status === 'done' ? 0 : 1
}

const isDone = ({ outcome }: ItemOutcome): boolean => outcome === 'done'
