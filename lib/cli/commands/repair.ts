import { YES_OPTION } from '#lib/cli/carry-out.ts'
import { changeHome } from '#lib/cli/change-home.ts'
import { type Command, type CommandInput, type ExitCode, JSON_OPTION, namedOrAll } from '#lib/cli/command.ts'
import { printJson } from '#lib/cli/print.ts'
import { repairLines } from '#lib/cli/repair-lines.ts'
import { withRecovery } from '#lib/cli/with-recovery.ts'
import { AppError } from '#lib/errors.ts'
import { printable } from '#lib/format/printable.ts'
import { nameOfFile, previewFile } from '#lib/monitor.ts'

export const repair: Command = {
  name: 'repair',
  usage: 'repair [file…]',
  summary: 'print what a broken file is once it is repaired, and what was done; --write does it',
  arity: 'any',
  options: {
    write: {
      type: 'boolean',
      help: 'repair it in its place, or all that are broken; undo brings its bytes back',
    },
    accept: {
      type: 'boolean',
      help: 'with --write: take what is proposed though only you can say that it was meant',
    },
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  run: (input) => (input.options.write ? write(input) : show(input)),
}

/** The repaired text goes to where it can be piped from; what was done, to whoever looks. */
function show({ config, options, arguments: [file, ...others] }: CommandInput): Promise<ExitCode> {
  if (file === undefined || others.length > 0)
    throw new AppError(
      'usage',
      'Name one file to see it repaired, or add --write to repair several in their places.',
    )
  return withRecovery<ExitCode>(config, async ({ recovery }) => {
    const preview = await previewFile(recovery, nameOfFile(file, process.cwd()))
    if (preview === null)
      throw new AppError(
        'file_not_found',
        `There is no file ${printable(file)} here, below the results directory or in the logs.`,
      )
    const { source, ...rest } = preview
    if (options.json) printJson(rest)
    else {
      for (const line of repairLines(preview)) process.stderr.write(`${line}\n`)
      const { kind } = preview.finding
      process.stdout.write(kind === 'whole' ? source : (preview.proposed ?? ''))
    }
    return preview.finding.kind === 'whole' || preview.proposed !== null ? 0 : 1
  })
}

function write(input: CommandInput): Promise<ExitCode> {
  const files = namedOrAll(input.arguments.map((file) => nameOfFile(file, process.cwd())))
  const accept = input.options.accept === true && files !== null
  return changeHome(input, { action: 'repair', files, accept }, 'Repaired')
}
