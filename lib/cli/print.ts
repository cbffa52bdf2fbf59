import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** A line on standard output. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Colours on a terminal only, and not where NO_COLOR asks for none. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout, validateStream: true })
}

export const heading = (text: string): string => styled('bold', `=== ${text} ===`)
