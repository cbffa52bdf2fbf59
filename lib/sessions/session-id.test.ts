import { describe, expect, it } from 'vitest'
import { isSessionId } from '#lib/model/session-id.ts'
import { guessSessionId } from './session-id.ts'

const guess = (name: string, directory: string | null = null, known: string[] = []): string =>
  guessSessionId(name, directory, (id) => known.includes(id))

describe('the session of a file that cannot be read', () => {
  it.each([
    [
      '20261123_211011_e01f0d11_vector-auditor_1795468211_20261123_211011_768010596.json',
      '20261123_211011_e01f0d11',
    ],
    ['20261123_211011_vector-auditor_1795468211_20261123_211011_768010596.json', '20261123_211011'],
    ['20261123_211011_deadbeef1_agent_1795468211_20261123_211011_1.json', '20261123_211011'],
    ['my-run_vector-auditor_1795468211_20261123_211011_768010596.json', 'my-run'],
    ['my-run_vector-auditor_1795468211_20261123_211011_768010596.json.corrupted', 'my-run'],
  ])('of %s is %s', (name, id) => expect(guess(name)).toBe(id))

  it('is the longest id that is known, since ids and agents may hold underscores', () => {
    expect(guess('run_1_code_review_1795468211_20261123_211011_1.json', null, ['run', 'run_1'])).toBe('run_1')
    expect(guess('run_code_review_1795468211_20261123_211011_1.json', null, ['run', 'run_1'])).toBe('run')
  })

  it('is the longest of what is sure: its own form, a known id, its own directory', () => {
    const name = '20261123_211011_retry_krukai_1795468211_20261123_211011_1.json'
    expect(guess(name)).toBe('20261123_211011')
    expect(guess(name, null, ['20261123_211011_retry'])).toBe('20261123_211011_retry')
    expect(guess(name, '20261123_211011_retry')).toBe('20261123_211011_retry')
    const full = '20261123_211011_e01f0d11_krukai_1795468211_20261123_211011_1.json'
    expect(guess(full, null, ['20261123_211011'])).toBe('20261123_211011_e01f0d11')
  })

  it('is the directory where nothing surer is known', () => {
    expect(guess('result.json', 'my_session')).toBe('my_session')
  })

  it('is never what no hook could have written', () => {
    expect(['', 'a\0b', '\ud800', 'x'.repeat(256), 12, null, undefined, ['a']].filter(isSessionId)).toEqual(
      [],
    )
    expect(['a', '..', 'x'.repeat(255), 'ü😀'].every(isSessionId)).toBe(true)
  })
})
