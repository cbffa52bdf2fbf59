import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Where files lie that the original's hooks really wrote; unset where there are none. */
export const corpus: string | undefined = process.env.TRINITAS_CORPUS || undefined

/** Lays the corpus out as a home whose sessions ran just now. */
export function layOutCorpus(home: string): void {
  const { status, stderr } = spawnSync(process.execPath, [join(corpus ?? '', 'lay-out.mjs'), home], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The corpus at ${corpus} could not be laid out:\n${stderr}`)
}
