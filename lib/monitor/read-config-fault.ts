import { configFilePath, resolveConfig } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'

/**
 * Whether the config file of a home would be refused by the next start; `null` where it would not. What is wrong stands
 * in it and may be a key, so it is not repeated: any command says it to whoever runs it.
 */
export function readConfigFault(home: string): string | null {
  try {
    resolveConfig({ flags: { home }, env: {}, userHome: home, workingDirectory: home, readConfigFile })
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return `${configFilePath(home)} would be refused by the next start. Any trinitas command says why.`
  }
}
