import { setMaxListeners } from 'node:events'
import { AppError } from '#lib/errors.ts'
import { formatCount } from '#lib/format/number.ts'
import { printable } from '#lib/format/printable.ts'
import type { LogFile } from '#lib/model/log.ts'
import { type LogReading, type PrintedLog, printAdded, printLog } from './print-log.ts'

/** Each is open while it is followed; those that were written last are the ones that are. */
const FOLLOWED_LOGS = 200

/** Prints of every log what `printLog` does, those written last at the end; with `follow`, then what is added to any. */
export async function printLogs(reading: LogReading): Promise<void> {
  const { source, wanted, output, signal } = reading
  const { files, leftOut, fault } = await source.list()
  if (fault !== null) throw new AppError('refused', fault)
  const chosen = wanted.follow ? currentLogs(files) : files
  if (wanted.follow && chosen.length === 0)
    throw new AppError(
      'file_not_found',
      'There is no log to follow: none ends in .log. Name one of another name.',
    )
  if (chosen.length > FOLLOWED_LOGS && wanted.follow)
    output.note(`Only the ${formatCount(FOLLOWED_LOGS)} logs are followed that were written last.`)
  if (!wanted.follow)
    for (const { name, reason } of leftOut) output.note(`Not read: ${printable(name)}: ${printable(reason)}`)
  const printed = new Map<string, PrintedLog>()
  for (const { name } of chosen.slice(0, wanted.follow ? FOLLOWED_LOGS : undefined).toReversed()) {
    if (signal.aborted) return
    await withoutEnding(reading, async () => void printed.set(name, await printLog(reading, name)))
  }
  const all = [...printed.values()]
  if (wanted.isFiltered && all.every(({ lines }) => lines === 0))
    output.note(
      `Nothing in ${all.every(({ isWhole }) => isWhole) && all.length === chosen.length ? 'the logs' : 'what could be read of the logs'} matches.`,
    )
  if (!wanted.follow) return
  setMaxListeners(0, signal)
  await Promise.all(
    [...printed].map(([name, place]) => withoutEnding(reading, () => printAdded(reading, name, place))),
  )
}

/** What is written to. A renamed one has a number behind its name. */
const currentLogs = (files: readonly LogFile[]): LogFile[] =>
  files.filter(({ name, packed }) => !packed && name.endsWith('.log'))

/** One that cannot be read is said, and the others are read on. */
async function withoutEnding({ output }: LogReading, read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    // What is wrong with the question is so for all of them.
    if (!(error instanceof AppError) || error.code === 'request_invalid') throw error
    output.note(error.message)
  }
}
