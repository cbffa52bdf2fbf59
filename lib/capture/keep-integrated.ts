import { giveSecondName, unlinkIfThere } from './move-results.ts'
import { sessionName } from './safe-name.ts'
import { pinWherePossible } from './session-metadata.ts'

export const INTEGRATED = '_integrated.json'
export const SUMMARY = '_summary.md'

/**
 * Keeps the merged answer of before under a free name. What it was made of may be gone by now, so that the next one would
 * not say it again.
 */
export function keepIntegrated(results: string, sessionId: string): void {
  using directory = pinWherePossible(results, 'integrated')
  if (directory === null) return
  for (const ending of [INTEGRATED, SUMMARY]) {
    const name = `${sessionName(sessionId)}${ending}`
    if (!giveSecondName(directory, directory, name, new Set([name]))) continue
    directory.sync()
    unlinkIfThere(directory.at(name))
  }
}
