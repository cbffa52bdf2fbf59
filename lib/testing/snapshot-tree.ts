import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Everything below a directory as one line a path: kind, mode, modification time and content. Two equal snapshots mean
 * that nothing was touched. `without` names paths that are left out, with all below them.
 */
export function snapshotTree(root: string, { without = [] }: { without?: readonly string[] } = {}): string[] {
  const lines: string[] = []
  const walk = (relative: string): void => {
    if (without.includes(relative)) return
    const path = join(root, relative)
    const stat = lstatSync(path)
    const mode = (stat.mode & 0o7777).toString(8)
    if (stat.isDirectory()) {
      lines.push(`${relative}/ ${mode}`)
      for (const name of readdirSync(path).sort()) walk(join(relative, name))
    } else if (stat.isSymbolicLink()) lines.push(`${relative} -> ${readlinkSync(path)}`)
    else {
      const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
      lines.push(`${relative} ${mode} ${stat.mtimeMs} ${digest}`)
    }
  }
  walk('')
  return lines
}
