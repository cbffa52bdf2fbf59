/** The name of a file that is kept: what it is, and of which day. */
export const exportName = (what: string, atMs: number, extension: string): string =>
  `trinitas-${what}-${new Date(atMs).toISOString().slice(0, 10)}.${extension}`
