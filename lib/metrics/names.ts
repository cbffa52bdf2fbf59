/** Words by small numbers, in the order in which they first came, so that columns hold numbers. */
export type Names = {
  /** The number of a word, which is given one where it has none. */
  of(word: string): number
  /** The number of a word; `null` where it never came. */
  find(word: string): number | null
  word(number: number): string
  /** All of them, in the order of the alphabet. */
  all(): string[]
  count(): number
}

export function createNames(): Names {
  const words: string[] = []
  const numbers = new Map<string, number>()
  return {
    of(word) {
      const known = numbers.get(word)
      if (known !== undefined) return known
      numbers.set(word, words.length)
      words.push(word)
      return words.length - 1
    },
    find: (word) => numbers.get(word) ?? null,
    word: (number) => words[number] ?? '',
    all: () => words.toSorted(),
    count: () => words.length,
  }
}
