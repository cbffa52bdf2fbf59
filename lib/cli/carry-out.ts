import { createInterface } from 'node:readline/promises'
import { AppError, type ErrorCode } from '#lib/errors.ts'
import type { Operation } from '#lib/model/operation.ts'
import type { Plan } from '#lib/model/plan.ts'
import type { PlanRequest } from '#lib/model/recovery.ts'
import type { OpenRecovery } from '#lib/monitor.ts'
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

/** What came of a request: nothing was there to be done, somebody said no, or a report. */
export type CarriedOut =
  /** `isFine`: nothing was there to be done, rather than nothing could be. */
  | { kind: 'nothing'; isFine: boolean; reason: string }
  | { kind: 'declined' }
  | { kind: 'done'; plan: Plan; operation: Operation }

/** Agents work meanwhile, so that what was planned may be outdated the moment after. */
const ATTEMPTS = 3

/** Plans, shows, asks, and does it. Throws `AppError('not_confirmed')` where nobody can be asked. */
export async function carryOut(options: CarryOut): Promise<CarriedOut> {
  for (let attempt = 1; ; attempt += 1) {
    const plan = await planOrReason(options)
    if ('kind' in plan) return plan
    for (const line of planLines(plan)) showLine(line, options)
    const typed = await confirm(plan, options)
    if (typed === false) return { kind: 'declined' }
    const operation = await execute(options.recovery, plan, typed, attempt < ATTEMPTS && options.yes)
    if (operation !== null) return { kind: 'done', plan, operation }
  }
}

/** Whoever is asked sees what for, though nothing but the report goes to where scripts read. */
function showLine(line: string, { quiet, yes }: CarryOut): void {
  if (!quiet) print(line)
  else if (!yes && process.stdin.isTTY) process.stderr.write(`${line}\n`)
}

type Nothing = Extract<CarriedOut, { kind: 'nothing' }>

async function planOrReason({ recovery, request }: CarryOut): Promise<Plan | Nothing> {
  try {
    return await recovery.plan(recovery.by, request)
  } catch (error) {
    if (!(error instanceof AppError && NOTHING.has(error.code))) throw error
    return { kind: 'nothing', isFine: error.code === 'nothing_to_do', reason: error.message }
  }
}

const NOTHING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['nothing_to_do', 'all_left_out'])

/** What was typed, `null` where nothing had to be, or false for no. */
async function confirm(plan: Plan, { yes, yesOption }: CarryOut): Promise<string | null | false> {
  // What is final and asks for nothing to be typed was consented to beforehand.
  if (yes && (plan.reversible || plan.typed === null)) return null
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

/** `null` where something changed meanwhile and it may be planned anew. */
async function execute(
  recovery: OpenRecovery,
  plan: Plan,
  typed: string | null,
  mayRepeat: boolean,
): Promise<Operation | null> {
  for await (const event of recovery.execute(recovery.by, plan.id, typed)) {
    if (event.kind === 'report') return event.operation
    if (event.kind !== 'refused') continue
    if (event.code === 'drift' && mayRepeat) return null
    throw new AppError(event.code, event.message)
  }
  throw new Error('The operation ended without a report.')
}
