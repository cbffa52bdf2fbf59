import { homedir } from 'node:os'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type ConfigSources, resolveAroundFile, resolveConfig } from '#lib/config.ts'
import { AppError, FAULT_EXIT_CODE, systemErrorCode } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { readConfigFile } from '#lib/store/read-config-file.ts'

import type { Command } from './command.ts'
import { status } from './commands/status.ts'
import { SETTING_OPTIONS, usageOf, usageOfAll } from './usage.ts'
import { version } from './version.ts'

/** Cron and people ask for the status all day long, and within 0.2 s: it loads nothing of what the others need. */
const readCommands = async (name: string | undefined): Promise<readonly Command[]> =>
  name === status.name ? [status] : (await import('./commands.ts')).COMMANDS

async function main([name, ...args]: string[]): Promise<number> {
  const commands = await readCommands(name)
  if (name === undefined) throw new AppError('usage', usageOfAll(commands))
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usageOfAll(commands))
    return 0
  }
  if (name === '--version') {
    process.stdout.write(`trinitas ${version}\n`)
    return 0
  }
  const command = commands.find((candidate) => namesCommand([name, ...args], candidate))
  if (!command)
    throw new AppError(
      'usage',
      `There is no command "${printable(unknownName(commands, name, args))}".\n\n${usageOfAll(commands)}`,
    )
  const { values, positionals } = parse(command, [name, ...args].slice(wordsOf(command).length))
  if (values.help) {
    process.stdout.write(usageOf(command))
    return 0
  }
  if (command.arity !== 'any' && positionals.length !== command.arity)
    throw new AppError(
      'usage',
      `Expected ${command.arity} argument(s), found ${positionals.length}.\n\n${usageOf(command)}`,
    )
  const sources = sourcesOf(values)
  const config = command.mendsConfig ? resolveAroundFile(sources) : resolveConfig(sources)
  return command.run({ config, sources, options: values, arguments: positionals })
}

const wordsOf = ({ name }: Command): string[] => name.split(' ')

function namesCommand(words: readonly string[], command: Command): boolean {
  return wordsOf(command).every((word, at) => words[at] === word)
}

/** Two words where the first is that of commands of two. */
function unknownName(commands: readonly Command[], name: string, [next]: readonly string[]): string {
  const isFirstWord = commands.some((command) => command.name.startsWith(`${name} `))
  return isFirstWord && next !== undefined ? `${name} ${next}` : name
}

type Values = Record<string, string | boolean | undefined>

function parse(command: Command, args: string[]): { values: Values; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } }
  for (const flag of Object.keys(SETTING_OPTIONS)) options[flag] = { type: 'string' }
  for (const [flag, { type }] of Object.entries(command.options)) options[flag] = { type }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    // No option may be given several times, so none is a list.
    return { values: values as Values, positionals }
  } catch (error) {
    if (!systemErrorCode(error)?.startsWith('ERR_PARSE_ARGS')) throw error
    throw new AppError('usage', `${(error as Error).message}\n\n${usageOf(command)}`)
  }
}

function sourcesOf(values: Values): ConfigSources {
  const flags = Object.keys(SETTING_OPTIONS).map((flag) => [flag, values[flag]?.toString()])
  return {
    flags: Object.fromEntries(flags),
    env: process.env,
    userHome: homedir(),
    workingDirectory: process.cwd(),
    readConfigFile,
  }
}

// `trinitas status | head -1` closes the pipe early, which is no fault.
process.stdout.on('error', (error) => {
  if (systemErrorCode(error) !== 'EPIPE') throw error
  process.exit(0)
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  // A defect must not end with 1 either, which says that a session needs somebody.
  process.exitCode = FAULT_EXIT_CODE
  if (error instanceof AppError) process.stderr.write(`${error.message.trimEnd()}\n`)
  else console.error(error)
}
