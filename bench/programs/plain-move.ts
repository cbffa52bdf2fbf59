import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  unlinkSync,
} from 'node:fs'

/** The least that a careful program does to move sessions: a directory each, a link and an unlink a file, and a sync. */
const [results = ''] = process.argv.slice(2)
const bySession = Map.groupBy(readdirSync(`${results}/temp`), (name) => name.split('_').slice(0, 3).join('_'))
const sync = (path: string): void => {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
  fsyncSync(descriptor)
  closeSync(descriptor)
}
const startedMs = performance.now()
for (const [session, names] of bySession) {
  const directory = `${results}/failed/${session}`
  mkdirSync(directory)
  for (const name of names) linkSync(`${results}/temp/${name}`, `${directory}/${name}`)
  sync(directory)
  for (const name of names) unlinkSync(`${results}/temp/${name}`)
  sync(`${results}/temp`)
}
console.log(JSON.stringify({ durationMs: performance.now() - startedMs }))
