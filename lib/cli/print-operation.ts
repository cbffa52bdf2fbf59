import { formatBytes } from '#lib/format/bytes.ts'
import { formatQuantity } from '#lib/format/number.ts'
import type { CarriedOut } from './carry-out.ts'
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
    const { files, sizeBytes, id } = operation
    print(`${done}: ${formatQuantity(files, 'file')}, ${formatBytes(sizeBytes)} (operation ${id}).`)
  }
  if (carried.kind === 'nothing') return carried.isFine ? 0 : 1
  return operation?.status === 'done' ? 0 : 1
}
