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
    const next = `${stem}~${number}${ending}`
    if (!isTaken(next)) return next
  }
}
