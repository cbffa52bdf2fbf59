// What reading everything costs at least: list, read and parse each file, and keep nothing.
import { readdirSync, readFileSync } from 'node:fs'

const [results = ''] = process.argv.slice(2)
const startedMs = performance.now()
let files = 0
for (const session of readdirSync(`${results}/completed`)) {
  for (const name of readdirSync(`${results}/completed/${session}`)) {
    JSON.parse(readFileSync(`${results}/completed/${session}/${name}`, 'utf8'))
    files += 1
  }
}
console.log(JSON.stringify({ durationMs: performance.now() - startedMs, files }))
