import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AppError, systemErrorCode } from '#lib/errors.ts'
import { quoteForShell } from '#lib/format/shell.ts'
import type { Fill, Recipe } from '#lib/model/plan.ts'
import { ownField, parseJson } from '#lib/store/parse-json.ts'

export type PackagedFile = { path: string; sha256: string; mode: number }

/** Beside the bundles; from source, where they are put. */
const DIRECTORY = new URL(import.meta.url.endsWith('.ts') ? '../../dist/hooks/' : './hooks/', import.meta.url)

/** What runs hooks and commands of this installation. */
export const ownFill = (): Fill => ({
  node: process.execPath,
  trinitas: fileURLToPath(new URL('../../bin/trinitas', DIRECTORY)),
})

/** The files that come with this program, as its build wrote them down. Throws `AppError('cannot_begin')`. */
export function listPackaged(): PackagedFile[] {
  const json = parseJson(read('manifest.json').toString('utf8'))
  const files = json.kind === 'value' ? ownField(json.value, 'files') : null
  if (!Array.isArray(files)) throw unbuilt('manifest.json')
  return files.map((file: unknown) => {
    const [path, sha256, mode] = [ownField(file, 'path'), ownField(file, 'sha256'), ownField(file, 'mode')]
    if (typeof path !== 'string' || typeof sha256 !== 'string' || typeof mode !== 'number')
      throw unbuilt('manifest.json')
    return { path, sha256, mode }
  })
}

/** The bytes of a packaged file. Throws `AppError('cannot_begin')` where it is not the one that was built. */
export function readPackaged({
  file,
  fill,
}: Pick<Extract<Recipe, { by: 'packaged' }>, 'file' | 'fill'>): Buffer {
  const bytes = read(file)
  const meant = listPackaged().find(({ path }) => path === file)
  if (createHash('sha256').update(bytes).digest('hex') !== meant?.sha256) throw unbuilt(file)
  return Buffer.from(fillIn(bytes.toString('utf8'), fill))
}

/** What only this machine knows stands in lines of its own at the beginning of a script. */
export const fillIn = (text: string, { node, trinitas }: Fill): string =>
  text
    .replace(/^node=''$/m, () => `node=${quoteForShell(node)}`)
    .replace(/^trinitas=''$/m, () => `trinitas=${quoteForShell(trinitas)}`)

/** A script as it was packaged, whatever was filled in: by that, an installed one is known to be current. */
export const withoutFill = (text: string): string =>
  text.replace(/^node=.*$/m, "node=''").replace(/^trinitas=.*$/m, "trinitas=''")

function read(file: string): Buffer {
  try {
    return readFileSync(new URL(file, DIRECTORY))
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error
    throw unbuilt(file)
  }
}

function unbuilt(file: string): AppError {
  const path = fileURLToPath(new URL(file, DIRECTORY))
  const message = `${path} is missing or not the one that was built. Build this program again with npm run build.`
  return new AppError('cannot_begin', message, { path })
}
