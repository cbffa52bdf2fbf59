/** The words of a shell command: with its quotes as they hold words together, and without any, since `"$HOME"/x` is one. */
export function commandWords(command: string): string[] {
  const quoted = [...command.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? '',
  )
  const bare = command.replace(/["']/g, '').split(/[\s;&|()<>]+/)
  return [...new Set([...quoted, ...bare])]
}
