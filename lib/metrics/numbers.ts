/** `null` where there is nothing to divide by: no result, or none whose time is known. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** Each part over the whole at its place. */
export const ratios = (parts: ArrayLike<number>, wholes: ArrayLike<number>): (number | null)[] =>
  Array.from(parts, (part, at) => ratio(part, wholes[at] ?? 0))
