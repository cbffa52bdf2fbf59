// What looking at everything costs at least: list each directory and stat each file.
import { readdirSync, statSync } from 'node:fs'

const [results = ''] = process.argv.slice(2)
const startedMs = performance.now()
let sizeBytes = 0
for (const session of readdirSync(`${results}/completed`)) {
  for (const name of readdirSync(`${results}/completed/${session}`)) {
    sizeBytes += statSync(`${results}/completed/${session}/${name}`).size
  }
}
console.log(JSON.stringify({ durationMs: performance.now() - startedMs, sizeBytes }))
