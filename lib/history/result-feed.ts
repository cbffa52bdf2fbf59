import type { FileRow } from './file-row.ts'
import type { FileRows } from './file-rows.ts'

/** What is told of files that are results or integrations, in the order in which it happens. */
export type ResultChange = { put: FileRow } | { gone: readonly [directory: string, name: string] }

export type ResultFeed = (change: ResultChange) => void

/** The rows of files, with every change to them told. */
export function tellingRows(files: FileRows, tell: ResultFeed): FileRows {
  const tellPut = (row: FileRow): void => {
    if (isMeasured(row)) tell({ put: row })
  }
  return {
    ...files,
    add(row) {
      files.add(row)
      tellPut(row)
    },
    put(row) {
      files.put(row)
      tellPut(row)
    },
    remove(directory, name) {
      files.remove(directory, name)
      tell({ gone: [directory, name] })
    },
  }
}

const isMeasured = (row: FileRow): boolean => row[3] === 'result' || row[3] === 'integrated'
