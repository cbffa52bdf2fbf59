import { describe, expect, it } from 'vitest'
import { type ConfigSources, resolveAroundFile, resolveConfig } from './config.ts'

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
      configFile: '/home/u/.claude/trinitas/monitor/config.jsonc',
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

  it('keeps what has ended for as long as the guide says, or as flags, environment and file do', () => {
    const day = 86_400_000
    expect(resolveConfig(sources({})).retention).toEqual({
      completed: 7 * day,
      integrated: 7 * day,
      failed: 30 * day,
      logs: 30 * day,
      reports: 30 * day,
      trash: 7 * day,
    })
    const config = resolveConfig(
      sources({
        flags: { 'keep-completed': '2d' },
        env: { TRINITAS_KEEP_COMPLETED: '3d', TRINITAS_KEEP_LOGS: 'never' },
        readConfigFile: () =>
          '{ "retention": { "completed": "4d", "failed": 0, "logs": "9d", "trash": "36h" } }',
      }),
    )
    expect(config.retention).toMatchObject({ completed: 2 * day, failed: 0, logs: 0, trash: 1.5 * day })
  })

  it('reports each time for which nothing can be kept', () => {
    const resolve = (retention: unknown) => () =>
      resolveConfig(
        sources({
          env: { TRINITAS_KEEP_TRASH: '5m' },
          readConfigFile: () => JSON.stringify({ retention }),
        }),
      )
    expect(resolve({ completed: -1, weekly: '7d' })).toThrow(/^3 settings are wrong/)
    expect(resolve({ completed: -1 })).toThrow('"retention": "completed" is -1: expected a time such as "7d"')
    expect(resolve({ weekly: '7d' })).toThrow('unknown "weekly"; known are completed, integrated')
    expect(resolve({})).toThrow('TRINITAS_KEEP_TRASH is "5m"')
    expect(resolve('7d')).toThrow('expected an object such as')
  })

  it('reports a file that is not JSON with its line', () => {
    expect(() => resolveConfig(sources({ readConfigFile: () => '{\n  "port": \n}' }))).toThrow('line 3')
    expect(() => resolveConfig(sources({ readConfigFile: () => '[]' }))).toThrow('expected an object')
  })

  it('takes a file that says nothing yet for one without settings', () => {
    for (const text of ['', ' \n', '\uFEFF', '// later\n', '/* a */ // b'])
      expect(resolveConfig(sources({ readConfigFile: () => text })).port).toBe(4680)
    expect(() => resolveConfig(sources({ readConfigFile: () => '/* a' }))).toThrow('in line 1')
  })

  it('goes around what is wrong in a file for whoever mends it, and around nothing else', () => {
    const wrong = sources({ readConfigFile: () => '{ "port": "many", "runLimit": 7 }' })
    expect(resolveAroundFile(wrong)).toMatchObject({ port: 4680, runLimit: 7 })
    expect(() => resolveAroundFile({ ...wrong, flags: { settle: 'soon' } })).toThrow('--settle is "soon"')
    expect(() => resolveAroundFile(sources({ flags: { config: 'my.jsonc' } }))).toThrow('not found')
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
