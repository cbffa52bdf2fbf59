import { describe, expect, it } from 'vitest'
import { writeJson } from './write-json.ts'

describe('JSON that is printed', () => {
  it('steers no terminal, and is read as what it was', () => {
    const value = { '\u009b2J': '\u001b[2J \u007f \u202e \u2028 \ufeff \u{e0041} \ud800 é 鍵 🔑' }
    const text = writeJson(value, 2)
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect(text).toContain('é 鍵 🔑')
    expect(JSON.parse(text)).toEqual(value)
  })
})
