import { readFileSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { systemErrorCode } from '#lib/errors.ts'
import type { ResourceSample } from '#lib/model/metrics-counters.ts'
import { readAgentProcesses } from './read-agent-processes.ts'

/** One look at the machine: what is free where the results lie, and what memory is used for. */
export function readMachine(
  resultsDirectory: string,
  resultsBytes: number | null,
  nowMs: number,
): ResourceSample {
  return {
    atMs: nowMs,
    resultsBytes,
    ...readSpace(resultsDirectory),
    memoryAvailableBytes: readAvailableMemory(),
    agentsMemoryBytes: readAgentProcesses()?.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) ?? null,
    monitorMemoryBytes: process.memoryUsage.rss(),
  }
}

function readSpace(path: string): Pick<ResourceSample, 'diskFreeBytes' | 'inodesFree'> {
  try {
    const { bavail, bsize, files, ffree } = statfsSync(path)
    return { diskFreeBytes: bavail * bsize, inodesFree: files === 0 ? null : ffree }
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
    return { diskFreeBytes: null, inodesFree: null }
  }
}

/** With what the kernel can take back from its caches, where it says so. */
function readAvailableMemory(): number {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    if (kilobytes !== undefined) return Number(kilobytes) * 1024
  } catch (error) {
    if (systemErrorCode(error) === null) throw error
  }
  return freemem()
}
