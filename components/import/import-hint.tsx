import { CommandLine } from '../ui/command-line.tsx'

/** What whoever begins can do at once: what Claude Code wrote before anything was captured is not lost. */
export function ImportHint() {
  return (
    <div className="mt-4 flex flex-col items-center gap-2">
      <p>Claude Code has kept transcripts of past runs. Import them into the history:</p>
      <CommandLine command="trinitas import" />
    </div>
  )
}
