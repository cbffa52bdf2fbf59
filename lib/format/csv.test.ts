import { describe, expect, it } from 'vitest'
import { formatCsvRow } from './csv.ts'

describe('a record of CSV', () => {
  it('quotes what would be read as something else', () => {
    expect(formatCsvRow([1, 'plain', 'a,b', 'say "x"', 'two\nlines', ''])).toBe(
      '1,plain,"a,b","say ""x""","two\nlines",\r\n',
    )
  })

  it('lets no spreadsheet run what a cell says', () => {
    const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")']
    expect(formatCsvRow(formulas)).toBe(
      `'=1+1,'+1,'-1,'@SUM(A1),'\t=1,"'\r=1","'=HYPERLINK(""http://x"",""y"")"\r\n`,
    )
  })

  it('leaves those characters alone further in', () => {
    expect(formatCsvRow(['a=b', '2026-11-24', 'x@y'])).toBe('a=b,2026-11-24,x@y\r\n')
  })
})
