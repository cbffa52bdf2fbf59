import { setAge, type TemporaryHome } from '#lib/testing/temporary-home.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** It breaks off within the answer. */
export const CUT = `{
    "session_id": "cut",
    "task_id": "one_1",
    "subagent_type": "one",
    "timestamp": "2026-11-24T10:00:00.000Z",
    "execution_time_ms": 1500,
    "status": "success",
    "result": "# Half of an ans`

/** Nobody but a person knows whether the number was meant to be a word. */
export const NOISE = `{
    "session_id": "loud",
    "task_id": "two_1",
    "subagent_type": "two",
    "timestamp": "2026-11-24T10:00:00.000Z",
    "execution_time_ms": 1500,
    "status": "success",
    "result": "An answer",
    "error": "",
    "build": 0x1F
}
`

export const HOPELESS = 'Segmentation fault <script>document.title = "owned"</script> \u202egnorw\n'

export const PATHS = {
  cut: 'completed/cut/cut.json',
  noise: 'completed/loud/noise.json',
  hopeless: 'completed/lost/hopeless.json',
} as const

/** Three sessions with a file each that is broken in its own way. */
export function fillBroken(home: TemporaryHome): void {
  for (const id of ['cut', 'loud', 'lost'])
    home.result(
      { session_id: id },
      { directory: `completed/${id}`, name: `${id}_whole.json`, ageMs: HOUR_MS },
    )
  home.write(PATHS.cut, CUT, { ageMs: HOUR_MS })
  home.write(PATHS.noise, NOISE, { ageMs: HOUR_MS })
  home.write(PATHS.hopeless, HOPELESS, { ageMs: HOUR_MS })
}

/** Two that were deleted long ago, and one today. */
export function fillTrash(home: TemporaryHome): void {
  for (const [id, days] of [
    ['oldest', 30],
    ['older', 8],
    ['newer', 6],
  ] as const) {
    home.write(`.trash/${id}/completed/s/${id}.json`, '{}')
    setAge(home.at(`.trash/${id}`), days * DAY_MS)
  }
}
