// Writes the JSON Schemas of the command line's contracts to docs/. A test fails while they are out of date.
import { writeFileSync } from 'node:fs'
import { contractSchemas } from '#lib/model/contracts.ts'

for (const [name, schema] of Object.entries(contractSchemas())) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)
}
