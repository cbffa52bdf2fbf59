import { lstatSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import type { LogFilter } from '#lib/model/log.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import { LOGS, openFile } from './open-log.ts'
import { isPacked } from './packed-source.ts'
import { createFilter } from './select-lines.ts'
import { createStreamFilter } from './stream-filter.ts'
import { createTail, type Tail, type TailEvent } from './tail.ts'

export type FollowOptions = {
  home: string
  name: string
  /** Where what is not known yet begins; `null` at its end. */
  offset: number | null
  /** The file that `offset` is of: another one that has its name by now is read from its beginning. */
  inode: number | null
  filter: LogFilter
  mask: boolean
}

/** Looking costs a system call or two: there is no watch that might run out or, on a network, never come. */
const LOOK_MS = 200
/** A renamed file to which nothing was added for so long is left for the one that has its name; after that in any case. */
const QUIET_LOOKS = 5
const MOST_LOOKS = 25

/**
 * What is added to a log, until `signal` aborts; whoever does not ask for more gets less, and how much. Tells where the
 * file was emptied, renamed or removed, and goes on with what has its name next. Throws as `openLog` does where it is
 * not there at first.
 */
export async function* followLog(options: FollowOptions, signal: AbortSignal): AsyncGenerator<TailEvent> {
  const { home, name, offset, inode } = options
  let tail: Tail | null = null
  try {
    tail = await openTail(options)
    if (inode !== null && inode !== tail.inode) yield { kind: 'rotated' }
    else if (offset === null) await tail.beginAtEnd()
    else await tail.begin(offset)
    let quietLooks = 0
    let looksSince = 0
    let isGone = false
    while (!signal.aborted) {
      const { events, more } = await tail.look()
      yield* events
      if (more) continue
      const named = inodeOf(home, name)
      quietLooks = events.length > 0 ? 0 : quietLooks + 1
      looksSince = named === null || named === tail.inode ? 0 : looksSince + 1
      if (named === null && !isGone) yield { kind: 'gone' }
      isGone = named === null
      // Whoever writes may not know yet that the file was renamed: its last lines come first.
      const next =
        looksSince > 0 && (quietLooks >= QUIET_LOOKS || looksSince >= MOST_LOOKS)
          ? await reopenTail(options)
          : null
      if (next === null) await pause(signal)
      else {
        await tail.close()
        tail = next
        yield { kind: 'rotated' }
      }
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    yield { kind: 'failed', message: error.message }
  } finally {
    await tail?.close()
  }
}

async function openTail({ home, name, filter, mask }: FollowOptions): Promise<Tail> {
  const wanted = createFilter(filter)
  const handle = await openFile(home, name)
  try {
    if (await isPacked(handle))
      throw new AppError(
        'request_invalid',
        'A compressed log is not written to any more: there is nothing to follow.',
      )
    return await createTail(handle, createStreamFilter(wanted, mask), wanted.matcher?.isSlow ?? false)
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** `null` where it is gone again. */
async function reopenTail(options: FollowOptions): Promise<Tail | null> {
  try {
    return await openTail(options)
  } catch (error) {
    if (error instanceof AppError && error.code === 'file_not_found') return null
    throw error
  }
}

/** Which file has the name; `null` where none has. */
function inodeOf(home: string, name: string): number | null {
  try {
    using logs = pinDirectory(home, LOGS)
    return lstatSync(logs.at(name), { throwIfNoEntry: false })?.ino ?? null
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error
    return null
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await wait(LOOK_MS, undefined, { signal })
  } catch (error) {
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
  }
}
