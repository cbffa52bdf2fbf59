import { isUtf8 } from 'node:buffer'

/** How many bytes at the end begin a character of UTF-8 and do not end it: 0 to 3. */
export function unfinishedBytes(bytes: Uint8Array): number {
  for (let count = 1; count <= 3 && count <= bytes.length; count += 1) {
    const lead = bytes[bytes.length - count] ?? 0
    if (lead < 0x80) return 0
    if (lead >= 0xc0) return beginsCharacter(bytes.subarray(-count), lead) ? count : 0
  }
  return 0
}

/** Whether all is UTF-8, but for a last character that may be cut. */
export function isUtf8Start(bytes: Uint8Array): boolean {
  return isUtf8(bytes.subarray(0, bytes.length - unfinishedBytes(bytes)))
}

/** The length of the longest beginning that is UTF-8, a last character that is cut included. */
export function utf8StartBytes(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (isUtf8Start(bytes.subarray(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function beginsCharacter(start: Uint8Array, lead: number): boolean {
  const missing = (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2) - start.length
  if (missing <= 0) return false
  // Whatever can be completed at all can be with the lowest or with the highest of the bytes that may follow.
  return [0x80, 0xbf].some((byte) => isUtf8(new Uint8Array([...start, ...Array(missing).fill(byte)])))
}
