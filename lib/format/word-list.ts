/** Words between commas, as they stand in a URL; a comma or a percent sign within a word is written as its code. */
export function formatWords(words: readonly string[]): string {
  return words.map((word) => word.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',')
}

/** What `formatWords` wrote; a word with a percent sign that begins no code is taken as it is. */
export function parseWords(text: string): string[] {
  return text === '' ? [] : text.split(',').map(decodeWord)
}

function decodeWord(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return word
  }
}
