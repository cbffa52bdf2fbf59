import type { MetricsCounters, ResourceSample } from '#lib/model/metrics-counters.ts'
import { executionFamilies } from './execution-families.ts'
import { type Family, gauge } from './families.ts'

/** Everything that a scraper is told, in the base units of its conventions: seconds and bytes. What is unknown is left out. */
export function metricFamilies(
  { executions, sessions, missedChanges, sample }: MetricsCounters,
  version: string,
): Family[] {
  return [
    {
      name: 'trinitas_build',
      type: 'info',
      unit: null,
      help: 'Which version of Trinitas Monitor answers.',
      samples: [{ suffix: '_info', labels: [['version', version]], value: 1 }],
    },
    ...executionFamilies(executions),
    {
      name: 'trinitas_sessions',
      type: 'gauge',
      unit: null,
      help: 'Sessions by state.',
      samples: Object.entries(sessions).map(([state, value]) => ({
        suffix: '',
        labels: [['state', state]],
        value,
      })),
    },
    {
      name: 'trinitas_missed_changes',
      type: 'counter',
      unit: null,
      help: 'Directories whose changes the file system did not report, and a sweep found.',
      samples: [{ suffix: '_total', labels: [], value: missedChanges }],
    },
    ...(sample === null ? [] : resourceFamilies(sample)),
  ]
}

function resourceFamilies(sample: ResourceSample): Family[] {
  return [
    ...gauge(
      'trinitas_sample_timestamp_seconds',
      'seconds',
      'When the numbers of the machine were taken, since the epoch.',
      sample.atMs / 1000,
    ),
    ...gauge('trinitas_results_bytes', 'bytes', 'Size of the results directory.', sample.resultsBytes),
    ...gauge('trinitas_disk_free_bytes', 'bytes', 'Free on the disk of the results.', sample.diskFreeBytes),
    ...gauge('trinitas_inodes_free', null, 'Files that the disk of the results can take.', sample.inodesFree),
    ...gauge(
      'trinitas_memory_available_bytes',
      'bytes',
      'Memory of the machine that programs can have.',
      sample.memoryAvailableBytes,
    ),
    ...gauge(
      'trinitas_agents_memory_bytes',
      'bytes',
      'Resident memory of running agents of this user.',
      sample.agentsMemoryBytes,
    ),
    ...gauge(
      'trinitas_monitor_memory_bytes',
      'bytes',
      'Resident memory of Trinitas Monitor.',
      sample.monitorMemoryBytes,
    ),
  ]
}
