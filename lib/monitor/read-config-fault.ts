import { configFilePath, resolveConfig } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { statEntry } from '#lib/store/list-directory.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'

/**
 * Whether the config file at a path would be refused by the next start; `null` where it would not. What is wrong stands
 * in it and may be a key, so it is not repeated: any command says it to whoever runs it.
 */
export function readConfigFault(home: string, path: string): string | null {
  // Reading a pipe would wait for whoever writes to it.
  if (statEntry(path).kind === 'other') return `${path} is no regular file.`
  // One that was named has to be there.
  const flags = path === configFilePath(home) ? { home } : { home, config: path }
  try {
    resolveConfig({ flags, env: {}, userHome: home, workingDirectory: home, readConfigFile })
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return `${path} would be refused by the next start. Any trinitas command says why.`
  }
}
