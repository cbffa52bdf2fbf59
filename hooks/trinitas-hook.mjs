// Stands in for the capture program: keeps what it is handed beside the home's hooks.
import { appendFileSync, readFileSync } from 'node:fs'

const args = process.argv.slice(2)
if (args[0] === '--version') console.log('trinitas-hook 0')
else {
  const input = args.includes('capture-environment') ? JSON.stringify(process.env) : readFileSync(0, 'utf8')
  appendFileSync(new URL('seen.jsonl', import.meta.url), `${input.trim()}\n`, { mode: 0o600 })
}
