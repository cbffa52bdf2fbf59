/** Where a key leads to in a list of `total` rows, with or without Shift; `null` for a key that leads nowhere. */
export function indexAfter(key: string, index: number, total: number, pageStep: number): number | null {
  const clamp = (next: number): number => Math.max(0, Math.min(total - 1, next))
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return clamp(index + 1)
    case 'ArrowUp':
    case 'k':
    case 'K':
      return clamp(index - 1)
    case 'PageDown':
      return clamp(index + pageStep)
    case 'PageUp':
      return clamp(index - pageStep)
    case 'Home':
      return clamp(0)
    case 'End':
      return clamp(total - 1)
    default:
      return null
  }
}
