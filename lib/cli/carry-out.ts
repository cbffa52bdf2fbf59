import { createInterface } from 'node:readline/promises'
import { AppError } from '#lib/errors.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import { type CarriedOut, carryOutPlan, isConfirmedBeforehand, type OpenRecovery } from '#lib/monitor.ts'
import type { OptionSpec } from './command.ts'
import { planLines } from './plan-lines.ts'
import { print } from './print.ts'

export const YES_OPTION: OptionSpec = {
  type: 'boolean',
  help: 'do it without asking, where it can be taken back',
}

export type CarryOut = {
  recovery: OpenRecovery
  request: PlanRequest
  /** Confirmed beforehand. */
  yes: boolean
  /** Nothing but the report is printed. */
  quiet: boolean
  /** What confirms beforehand, to be named where nobody can be asked. */
  yesOption: string
}

/** Plans, shows, asks, and does it. Throws `AppError('not_confirmed')` where nobody can be asked. */
export function carryOut(options: CarryOut): Promise<CarriedOut> {
  const { recovery, request, yes } = options
  return carryOutPlan({
    recovery,
    by: recovery.by,
    request,
    async confirm(plan) {
      for (const line of planLines(plan)) showLine(line, options)
      return confirm(plan, options)
    },
    mayRepeat: yes,
  })
}

/** Whoever is asked sees what for, though nothing but the report goes to where scripts read. */
function showLine(line: string, { quiet, yes }: CarryOut): void {
  if (!quiet) print(line)
  else if (!yes && process.stdin.isTTY) process.stderr.write(`${line}\n`)
}

/** What was typed, `null` where nothing had to be, or false for no. */
async function confirm(plan: Plan, { yes, yesOption }: CarryOut): Promise<string | null | false> {
  if (yes && isConfirmedBeforehand(plan)) return null
  if (!process.stdin.isTTY) {
    const way = plan.reversible ? ` Or say so beforehand with ${yesOption}.` : ''
    throw new AppError('not_confirmed', `Nothing was changed: this asks on a terminal.${way}`)
  }
  const question = plan.typed === null ? 'Do this? [y/N] ' : `Type "${plan.typed}" to do this: `
  const answer = await ask(question)
  if (plan.typed !== null) return answer === plan.typed ? answer : false
  return /^y(?:es)?$/i.test(answer) ? null : false
}

/** What somebody types on a terminal; who closes it says nothing. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // Who closes the terminal says no.
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
  try {
    return (await Promise.race([terminal.question(question), closed])).trim()
  } finally {
    terminal.close()
  }
}
