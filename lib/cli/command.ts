import type { Config, ConfigSources } from '#lib/config.ts'

export type OptionSpec = { type: 'boolean' | 'string'; help: string; value?: string }

export type CommandInput = {
  config: Config
  /** What it was made of. */
  sources: ConfigSources
  /** Options by name; only those that the command lists. */
  options: Readonly<Record<string, string | boolean | undefined>>
  arguments: readonly string[]
}

/** 0 fine, 1 needs attention; 2 is what faults end with, which are thrown, and a health check that is critical. */
export type ExitCode = 0 | 1 | 2

export type Command = {
  name: string
  /** As in the usage line: "health <session>". */
  usage: string
  summary: string
  /** How many arguments it takes. */
  arity: number | 'any'
  options: Readonly<Record<string, OptionSpec>>
  /** It runs though the config file is wrong, since it is there to mend it. */
  mendsConfig?: true
  run(input: CommandInput): Promise<ExitCode>
}

export const JSON_OPTION: OptionSpec = { type: 'boolean', help: 'print JSON for scripts' }

/** What is named as arguments; `null` for all that there is, where nothing is. */
export const namedOrAll = (names: readonly string[]): string[] | null =>
  names.length === 0 ? null : [...names]
