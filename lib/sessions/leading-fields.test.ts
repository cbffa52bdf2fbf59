import { describe, expect, it } from 'vitest'
import { readLeadingFields, readTrailingFields } from './leading-fields.ts'

const TEXT =
  '{\n "session_id": "a\\"b", "count": 12, "ok": true,\n "none": null, "in": {"a": ["}", {"b": "\\\\"}]}, "text": "half, \\"of\\" it", "more": 1 }'

describe('fields of a broken file', () => {
  it('are only those that stand whole, wherever it is cut', () => {
    const whole = Object.entries(JSON.parse(TEXT))
    for (let cut = 0; cut <= TEXT.length; cut += 1) {
      const fields = [...readLeadingFields(TEXT.slice(0, cut))]
      expect(fields).toEqual(whole.slice(0, fields.length))
    }
  })

  it('stop before what is not JSON', () => {
    expect([...readLeadingFields('{"a": 1, "t": 12.5s, "b": 2}')]).toEqual([['a', 1]])
    expect([...readLeadingFields('{"a": 12"b": 2}')]).toEqual([])
    expect([...readLeadingFields('garbage')]).toEqual([])
  })

  it('are found at the end of a large file, and not inside of a string', () => {
    const tail =
      ' and so on \\", \\"status\\": \\"no\\" end", "status": "error", "metadata": {"a": ", \\"x\\": 1"}\n}\n'
    expect(readTrailingFields(tail)).toEqual(
      new Map<string, unknown>([
        ['status', 'error'],
        ['metadata', { a: ', "x": 1' }],
      ]),
    )
  })

  it('are found at the end of every length, or none is', () => {
    for (let from = 1; from < TEXT.length; from += 1) {
      const fields = readTrailingFields(TEXT.slice(from))
      for (const [name, value] of fields ?? []) expect(value).toEqual(JSON.parse(TEXT)[name])
    }
    expect(readTrailingFields(TEXT.slice(70))).toEqual(
      new Map(Object.entries({ text: 'half, "of" it', more: 1 })),
    )
  })

  it('are found at once, however many names stand in the last of them', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, nth) => [`key${nth}`, nth]))
    const tail = `still the answer", "status": "error", "metadata": ${JSON.stringify(many)}}`
    const before = process.threadCpuUsage()
    expect(readTrailingFields(tail)?.get('status')).toBe('error')
    expect(process.threadCpuUsage(before).user).toBeLessThan(500_000)
    expect(readTrailingFields(tail.slice(100))).toEqual(new Map())
  })

  it('are unknown where the end is not the end of an object', () => {
    expect(readTrailingFields('text that goes on, "status": "error"')).toBeNull()
  })
})
