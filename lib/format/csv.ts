/**
 * Cells as one record of RFC 4180, with its line break. What begins like a formula gets an apostrophe: a spreadsheet
 * would run it, and who did something may be called anything.
 */
export function formatCsvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => formatCell(String(cell))).join(',')}\r\n`
}

function formatCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
