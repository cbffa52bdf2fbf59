import { createHash } from 'node:crypto'
import { AppError } from '#lib/errors.ts'
import { resultBytes } from '#lib/import/result-bytes.ts'
import { integratedText, integrateResults } from '#lib/integration/integrate-results.ts'
import { summaryMarkdown } from '#lib/integration/summary-markdown.ts'
import { examineJson, repairedBytes } from '#lib/json-repair/examine-json.ts'
import type { IntegrationPart, Merge, Recipe } from '#lib/model/plan.ts'
import { parseJson } from '#lib/store/parse-json.ts'

/** The bytes of a file of the item's root, wherever they lie while the item is worked on. */
export type ReadBytes = (path: string) => Uint8Array

/** Beyond that a guess takes longer than anybody waits, and nobody reads it. */
export const REPAIR_OPTIONS = { proposalLimitBytes: 2 * 1024 * 1024 } as const

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * What a recipe makes. Throws `AppError('file_changed')` where what it is made of does not give that any more. One by a
 * hook is run, and others are read elsewhere.
 */
export function makeBytes(
  recipe: Extract<Recipe, { by: 'repair' | 'integrator' | 'transcript' }>,
  read: ReadBytes,
): Uint8Array {
  switch (recipe.by) {
    case 'repair': {
      const bytes = repairedBytes(examineJson(read(recipe.from), REPAIR_OPTIONS))
      if (bytes !== null) return bytes
      throw notSo(recipe.from)
    }
    case 'transcript':
      return resultBytes(recipe)
    case 'integrator':
      return mergeBytes(recipe.merge, recipe.part, read)
  }
}

/** The merged answer of a session, or its summary. */
export function mergeBytes(
  { results, ...request }: Merge,
  part: IntegrationPart,
  read: ReadBytes,
): Uint8Array {
  const merged = integrateResults({
    ...request,
    results: results.map(({ path, cutShort }) => ({ path, cutShort, content: contentOf(path, read) })),
  })
  return Buffer.from(part === 'integrated' ? integratedText(merged) : summaryMarkdown(merged))
}

function contentOf(path: string, read: ReadBytes): unknown {
  const reading = parseJson(Buffer.from(read(path)).toString('utf8'))
  if (reading.kind === 'value') return reading.value
  throw notSo(path)
}

function notSo(path: string): AppError {
  return new AppError('file_changed', `${path} does not give what was shown any more.`, { path })
}
