import type { PlanRequest } from '#lib/model/recovery.ts'
import { carryOut } from './carry-out.ts'
import type { CommandInput, ExitCode } from './command.ts'
import { printOperation } from './print-operation.ts'
import { withRecovery } from './with-recovery.ts'

/**
 * Plans what a command asks for, asks whether to do it, does it, and prints how that ended. Takes the options `yes` and
 * `json`. `done`: what was done to so many files, as the beginning of a line.
 */
export function changeHome(
  { config, options }: CommandInput,
  request: PlanRequest,
  done: string,
): Promise<ExitCode> {
  return withRecovery(config, async ({ recovery }) => {
    const json = options.json === true
    const yes = options.yes === true
    const carried = await carryOut({ recovery, request, yes, quiet: json, yesOption: '--yes' })
    return printOperation(carried, { json, done })
  })
}
