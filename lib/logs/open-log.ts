import { type FileHandle, open } from 'node:fs/promises'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { isName } from '#lib/store/contained-path.ts'
import { stampFrom } from '#lib/store/list-directory.ts'
import { type PinnedDirectory, pinDirectory } from '#lib/store/pinned-directory.ts'
import { READING } from '#lib/store/read-file.ts'
import type { LogSource } from './log-source.ts'
import { FOR_A_PAGE, isPacked, openPacked, type Patience } from './packed-source.ts'
import { readAt } from './read-at.ts'

export const LOGS = 'logs'

/**
 * Opens the log `name` of a home for reading from any place. Throws `AppError('file_not_found')` where there is no such
 * regular file, `AppError('path_outside')` for a link or what is no plain name, and `AppError('refused')` where it may
 * not be read.
 */
export async function openLog(
  home: string,
  name: string,
  patience: Patience = FOR_A_PAGE,
): Promise<LogSource> {
  const handle = await openFile(home, name)
  try {
    return (await isPacked(handle)) ? await openPacked(handle, patience) : await openPlain(handle)
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The open file as it is, compressed or not, on the same terms. */
export async function openFile(home: string, name: string): Promise<FileHandle> {
  if (!isName(name))
    throw new AppError(
      'path_outside',
      `Not the name of a log: ${JSON.stringify(name)}. A log is named as it is listed.`,
    )
  try {
    using logs = pinDirectory(home, LOGS)
    return await openRegular(logs, name)
  } catch (error) {
    throw explain(error, `${home}/${LOGS}/${name}`)
  }
}

async function openRegular(logs: PinnedDirectory, name: string): Promise<FileHandle> {
  const handle = await open(logs.at(name), READING)
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new AppError(
    'file_not_found',
    `${printable(`${logs.path}/${name}`)} is no regular file, and is not read.`,
  )
}

function explain(error: unknown, path: string): unknown {
  const shown = printable(path)
  switch (systemErrorCode(error)) {
    case null:
      return error
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return new AppError('file_not_found', `There is no log ${shown}.`, { cause: error, path })
    case 'ELOOP':
      return new AppError('path_outside', `${shown} is a symbolic link, which is not followed.`, { path })
    // What opening a socket, or a pipe without another end, says.
    case 'ENXIO':
    case 'EISDIR':
      return new AppError('file_not_found', `${shown} is no regular file, and is not read.`, { path })
    case 'EACCES':
    case 'EPERM':
      return new AppError('refused', `No permission to read ${shown}.`, { cause: error, path })
    default:
      return error
  }
}

async function openPlain(handle: FileHandle): Promise<LogSource> {
  const { sizeBytes, modifiedAtMs, inode } = stampFrom(await handle.stat())
  const close = (): Promise<void> => handle.close()
  return {
    sizeBytes,
    modifiedAtMs,
    inode,
    packed: false,
    fault: null,
    read: (offset, length) => readAt(handle, offset, Math.min(length, sizeBytes - offset)),
    close,
    [Symbol.asyncDispose]: close,
  }
}
