import type { ConfigSources } from '#lib/config.ts'

/**
 * A sample has a config file of its own, which goes with it: what its settings become is nothing to the user's own home,
 * and the user's webhooks are told nothing of simulated agents.
 */
export function sampleSources(sources: ConfigSources, home: string): ConfigSources {
  const elsewhere = { TRINITAS_HOME: undefined, TRINITAS_RESULTS_DIR: undefined, TRINITAS_CONFIG: undefined }
  return {
    ...sources,
    flags: { ...sources.flags, 'results-dir': undefined, config: undefined, home },
    env: { ...sources.env, ...elsewhere },
  }
}
