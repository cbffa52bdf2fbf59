import { readBeginning } from '#lib/capture/read-small-file.ts'
import { textField } from '#lib/capture/transcript/line-fields.ts'
import { AppError } from '#lib/errors.ts'
import { parseJson } from '#lib/store/parse-json.ts'
import { pinDirectory } from '#lib/store/pinned-directory.ts'
import type { Transcript } from './find-transcripts.ts'

const META_LIMIT_BYTES = 64 * 1024

/** Newer versions say beside an agent's transcript what it is called. */
export function readMetaName(root: string, { directory, name, agentId }: Transcript): string | null {
  if (agentId === null) return null
  try {
    using pinned = pinDirectory(root, directory)
    const reading = readBeginning(pinned.at(name.replace(/\.jsonl$/, '.meta.json')), META_LIMIT_BYTES)
    const json = reading?.whole ? parseJson(reading.bytes.toString('utf8')) : null
    return json?.kind === 'value' ? textField(json.value, 'agentType') : null
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
