import { renameSync, symlinkSync, unlinkSync } from 'node:fs'

/**
 * As a process of its own: puts a link to `outside` in the place of the directory `victim`, and the directory back, over
 * and over until it is killed or whoever started it is gone. Prints a line once it has begun.
 */
const [victim = '', outside = ''] = process.argv.slice(2)
const aside = `${victim}.aside`
let others = 0
console.log('begun')
const starter = process.ppid
while (process.ppid === starter) {
  renameSync(victim, aside)
  try {
    symlinkSync(outside, victim)
    unlinkSync(victim)
  } catch {
    // Somebody made a directory there in the moment that there was none.
  }
  giveBack()
}

/** Somebody may have made a directory of that name meanwhile: it is put out of the way, with what lies in it. */
function giveBack(): void {
  for (;;) {
    try {
      renameSync(aside, victim)
      return
    } catch {
      others += 1
      renameSync(victim, `${victim}.other${others}`)
    }
  }
}
