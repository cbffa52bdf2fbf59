import { describe, expect, it } from 'vitest'
import { type ConfigSources, resolveConfig } from './config.ts'

const sources = (change: Partial<ConfigSources>): ConfigSources => ({
  flags: {},
  env: {},
  userHome: '/home/u',
  workingDirectory: '/srv/dir',
  readConfigFile: () => null,
  ...change,
})

describe('the configuration', () => {
  it('has the defaults of the guide', () => {
    expect(resolveConfig(sources({}))).toMatchObject({
      home: '/home/u/.claude/trinitas',
      resultsDirectory: '/home/u/.claude/trinitas/parallel_results',
      host: '127.0.0.1',
      port: 4680,
      activeWindowMs: 300_000,
      cleanupAfterMs: 7_200_000,
    })
  })

  it('takes flags over the environment over the file over defaults', () => {
    const readConfigFile = () => '{ "port": 1, "activeWindowMs": "1m", "settleMs": 5000, // a comment\n }'
    const config = resolveConfig(
      sources({ flags: { port: '3' }, env: { PORT: '2', TRINITAS_ACTIVE_WINDOW: '2m' }, readConfigFile }),
    )
    expect(config).toMatchObject({ port: 3, activeWindowMs: 120_000, settleMs: 5000 })
  })

  it('looks for the file in the home that flags or environment name', () => {
    const asked: string[] = []
    const readConfigFile = (path: string): null => {
      asked.push(path)
      return null
    }
    resolveConfig(sources({ flags: { home: 'here' }, readConfigFile }))
    resolveConfig(sources({ env: { TRINITAS_HOME: '~/there' }, readConfigFile }))
    expect(asked).toEqual(['/srv/dir/here/monitor/config.jsonc', '/home/u/there/monitor/config.jsonc'])
  })

  it('reports all faults at once, each with where it stands and what was expected', () => {
    const readConfigFile = () => '{ "settleMs": "soon", "colour": true, "home": "/x" }'
    const resolve = () =>
      resolveConfig(
        sources({
          flags: { port: '99999' },
          env: { HOST: 'a b', TRINITAS_ACTIVE_WINDOW: '-1' },
          readConfigFile,
        }),
      )
    expect(resolve).toThrow(/^6 settings are wrong/)
    for (const part of [
      '--port is "99999"',
      'HOST is "a b"',
      'TRINITAS_ACTIVE_WINDOW is "-1"',
      '"settleMs" is "soon"',
      'unknown setting "colour"',
      '"home" cannot be set',
    ])
      expect(resolve).toThrow(part)
  })

  it('reports a file that is not JSON with its line', () => {
    expect(() => resolveConfig(sources({ readConfigFile: () => '{\n  "port": \n}' }))).toThrow('line 3')
    expect(() => resolveConfig(sources({ readConfigFile: () => '[]' }))).toThrow('expected an object')
  })

  it('reports a file that was asked for by name and is not there', () => {
    expect(() => resolveConfig(sources({ flags: { config: 'my.jsonc' } }))).toThrow(
      '/srv/dir/my.jsonc: not found',
    )
  })

  it('takes an empty variable for one that is not set', () => {
    expect(resolveConfig(sources({ env: { PORT: '', TRINITAS_HOME: '' } })).port).toBe(4680)
  })
})
