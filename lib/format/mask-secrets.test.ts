import { describe, expect, it } from 'vitest'
import { maskSecrets } from './mask-secrets.ts'

/** Put together here, so that nobody who looks for secrets in this project finds one. */
const of = (prefix: string, length: number): string => prefix + 'aB3dE6gH9'.repeat(30).slice(0, length)

const SECRETS = [
  of('ghp_', 36),
  of('github_pat_', 60),
  of('glpat-', 20),
  of('xoxb-', 40),
  of('sk_live_', 24),
  of('sk-ant-api03-', 90),
  of('sk-proj-', 48),
  of('npm_', 36),
  of('pypi-', 60),
  of('hf_', 34),
  of('AIza', 35),
  `AKIA${'Q1W2E3R4T5Z6U7I8'}`,
  `eyJ${of('', 30)}.eyJ${of('', 60)}.${of('', 40)}`,
  `trinitas_0123456789abcdef_${of('', 43)}`,
]

describe('masking secrets', () => {
  it.each(SECRETS)('leaves of %s no more than its beginning', (secret) => {
    for (const text of [
      secret,
      `token ${secret}.`,
      `{"key": "${secret}"}`,
      `https://x.example/?k=${secret}&b=1`,
    ]) {
      const masked = maskSecrets(text)
      expect(masked).not.toContain(secret.slice(0, 12))
      expect(masked).toContain('••••••')
    }
  })

  it.each([
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer ••••••'],
    ['"authorization": "Basic dXNlcjpwYXNz"', '"authorization": "Basic ••••••"'],
    ['postgres://app:hunter2@db.example/app', 'postgres://app:••••••@db.example/app'],
    ['DATABASE_PASSWORD=hunter22', 'DATABASE_PASSWORD=••••••'],
    ['"client_secret": "abc123def"', '"client_secret": "••••••"'],
    ["api-key: 'abcdef123456'", "api-key: '••••••'"],
    ['GITHUB_TOKEN=abcdefghijkl', 'GITHUB_TOKEN=••••••'],
  ])('finds what stands behind its name in %s', (text, masked) => expect(maskSecrets(text)).toBe(masked))

  it('takes a private key away as a whole', () => {
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEow\n'.repeat(20)}-----END RSA PRIVATE KEY-----`
    expect(maskSecrets(`before\n${key}\nafter`)).toBe(
      'before\n-----BEGIN RSA PRIVATE KEY-----\n••••••\nafter',
    )
    expect(maskSecrets(key.slice(0, 100))).not.toContain('MIIEow')
  })

  it.each([
    'The password is checked in orders.py:88.',
    'A token is a word; tokens: 198204',
    'Rotate the secret, then restart.',
    'commit 3f2a9c1d7e5b4a6f8c0d9e1b2a3c4d5e6f708192',
    'https://example.org:8080/path',
    'krukai-optimizer_1795468211_20261123_211011_768010596.json',
  ])('leaves %j as it is', (text) => expect(maskSecrets(text)).toBe(text))

  // The time of this thread alone, which does not grow with what else the machine does. A megabyte of English takes 25 ms.
  it.each([
    'eyJ',
    '-eyJ',
    '.eyJaaaaaaaa',
    'sk-',
    'a:',
    'password',
    'secret-',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\nMIIE\n',
    '-----BEGIN ',
    'x://',
    'a://a:',
    'Bearer ',
    '_token=',
  ])('takes of a megabyte of %j no more than half a second', (piece) => {
    const before = process.threadCpuUsage()
    maskSecrets(piece.repeat(Math.ceil(1_000_000 / piece.length)))
    const { user, system } = process.threadCpuUsage(before)
    expect(user + system).toBeLessThan(500_000)
  })

  it('takes the body of a key in a JSON text away, and leaves what follows', () => {
    const text = JSON.stringify({ key: '-----BEGIN PRIVATE KEY-----\nMIIEow\n', next: 'kept' })
    expect(maskSecrets(text)).not.toContain('MIIEow')
    expect(maskSecrets(text)).toContain('"next":"kept"')
  })
})
