/** "a~2.json": a file that keeps its name but for the number, since another of that name is there. */
const NUMBER = /~\d+(?=(?:\.[^.~]+)?(?:\.corrupted)?$)/

/** The name that a file had before it was numbered. */
export const nameWithoutNumber = (name: string): string => name.replace(NUMBER, '')

/** The name itself, or the first numbered one that is free. Ends stay as they are, since they say what a file is. */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name
  const plain = nameWithoutNumber(name)
  const ending = /(?:\.[^.~]+)?(?:\.corrupted)?$/.exec(plain)?.[0] ?? ''
  const stem = plain.slice(0, plain.length - ending.length)
  for (let number = 2; ; number += 1) {
    const next = `${fitting(stem, `~${number}${ending}`)}~${number}${ending}`
    if (!isTaken(next)) return next
  }
}

/** As much of a stem as leaves room for its ending: names have 255 bytes at most. */
function fitting(stem: string, ending: string): string {
  const encoder = new TextEncoder()
  const room = NAME_LIMIT_BYTES - encoder.encode(ending).length
  let fits = stem
  while (encoder.encode(fits).length > room) fits = [...fits].slice(0, -1).join('')
  return fits
}

const NAME_LIMIT_BYTES = 255
