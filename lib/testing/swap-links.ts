import { renameSync, symlinkSync, unlinkSync } from 'node:fs'

/**
 * As a process of its own: puts a link to `outside` in the place of the directory `victim`, and the directory back, over
 * and over until it is killed or whoever started it is gone. Prints a line once it has begun.
 */
const [victim = '', outside = ''] = process.argv.slice(2)
const aside = `${victim}.aside`
console.log('begun')
const starter = process.ppid
while (process.ppid === starter) {
  renameSync(victim, aside)
  symlinkSync(outside, victim)
  unlinkSync(victim)
  renameSync(aside, victim)
}
