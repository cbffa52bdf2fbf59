import { type Config, type ConfigSources, configFileOf, resolveConfig } from '#lib/config.ts'
import { AppError } from '#lib/errors.ts'
import { isSameLive, withFixed } from '#lib/settings/live-settings.ts'
import { fileStamp, isNoRegularFile } from '#lib/store/read-config-file.ts'

/** The settings in force, while the config file may change. */
export type LiveConfig = {
  now(): Config
  /** What the file says for the next start; the same as `now` but for what takes a restart. */
  next(): Config
  /** Why the file is not taken; `null` where it is. */
  fault(): string | null
  sources: ConfigSources
  file: string
  /** Reads the file again, and tells who listens where something became different. */
  reload(): void
  /** Calls `listener` with each configuration that comes into force, until the returned function is called. */
  onChange(listener: (config: Config) => void): () => void
  /** Calls `listener` with why the file is not taken, each time that this is another reason. */
  onFault(listener: (fault: string) => void): void
  close(): void
}

/** One look a second at one file: events of the file system are lost where editors put a new file in its place. */
const LOOK_INTERVAL_MS = 1000

/**
 * Keeps a configuration current. A file that becomes wrong changes nothing: what was in force stays so, and `fault` says
 * why. `started` is what the server was started with. With `watch`, changes by hand are noticed.
 */
export function createLiveConfig(
  sources: ConfigSources,
  started: Config,
  { watch = true }: { watch?: boolean } = {},
): LiveConfig {
  const file = configFileOf(sources)
  const listeners = new Set<(config: Config) => void>()
  let current = started
  let next = started
  let fault: string | null = null
  let tellFault: (fault: string) => void = () => undefined
  const reload = (): void => {
    const read = readAgain(sources, file)
    if (read.fault !== null && read.fault !== fault) tellFault(read.fault)
    fault = read.fault
    if (read.config === null) return
    next = read.config
    if (isSameLive(next, current)) return
    current = withFixed(next, started)
    for (const listener of listeners) listener(current)
  }
  // None at first: what was changed since it was read for the start is found by the first look.
  let stamp = ''
  const look = (): void => {
    const found = fileStamp(file)
    if (found === stamp) return
    stamp = found
    reload()
  }
  const timer = watch ? setInterval(look, LOOK_INTERVAL_MS).unref() : undefined
  return {
    now: () => current,
    next: () => next,
    fault: () => fault,
    sources,
    file,
    reload,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onFault(listener) {
      tellFault = listener
    },
    close() {
      clearInterval(timer)
    },
  }
}

function readAgain(sources: ConfigSources, file: string): { config: Config | null; fault: string | null } {
  if (isNoRegularFile(file)) return { config: null, fault: `${file} is no regular file.` }
  try {
    return { config: resolveConfig(sources), fault: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { config: null, fault: error.message }
  }
}
