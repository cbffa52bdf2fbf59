import { CopyButton } from './copy-button.tsx'

/** The command that does the same. */
export function CommandLine({ command }: { command: string }) {
  return (
    <p className="flex min-w-0 items-start gap-2 text-[13px] text-muted">
      <span className="shrink-0">In a shell:</span>
      <code className="min-w-0 font-mono break-all">{command}</code>
      <CopyButton text={command} label="Copy the command" />
    </p>
  )
}
