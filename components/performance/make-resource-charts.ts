import { TABLE_TITLES } from '#lib/model/metrics-export.ts'
import type { MetricsView } from '#lib/model/metrics-view.ts'
import type { Chart } from './chart.ts'
import { latest } from './make-series.ts'
import { lookOf } from './series-looks.ts'

/** What the machine had, by samples of every 30 s while the dashboard ran. */
export function makeResourceCharts({ resources, thresholds }: MetricsView): Chart[] {
  const limitBytes = thresholds.resultsDirectoryBytes
  return [
    {
      id: 'results-size',
      title: TABLE_TITLES['results-size'],
      about: 'What the files below the results directory take.',
      unit: 'bytes',
      series: [latest('disk.results', 'Results', resources.resultsBytes)],
      threshold: limitBytes === null ? null : { value: limitBytes, side: 'over' },
    },
    {
      id: 'disk-free',
      title: TABLE_TITLES['disk-free'],
      about: 'What is free where the results lie.',
      unit: 'bytes',
      series: [latest('disk.free', 'Free', resources.diskFreeBytes)],
      threshold: null,
    },
    {
      id: 'inodes-free',
      title: TABLE_TITLES['inodes-free'],
      about: 'Free inodes where the results lie: without any, no file can be made.',
      unit: 'count',
      series: [latest('disk.inodes', 'Free', resources.inodesFree)],
      threshold: null,
    },
    {
      id: 'memory',
      title: TABLE_TITLES.memory,
      about: 'What is available, and what agents and this monitor take.',
      unit: 'bytes',
      series: [
        latest('memory.available', 'Available', resources.memoryAvailableBytes),
        { ...latest('memory.agents', 'Agents', resources.agentsMemoryBytes), look: lookOf(1) },
        { ...latest('memory.monitor', 'This monitor', resources.monitorMemoryBytes), look: lookOf(2) },
      ],
      threshold: null,
    },
  ]
}
