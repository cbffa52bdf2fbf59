import {
  appendFileSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { invertEdits } from '#lib/hooks/text-edits.ts'
import type { FileState, Step } from '#lib/model/plan.ts'
import { hashOf } from './make-bytes.ts'
import { putReplacedBack, replaceFile, stageReplacement } from './replace-file.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

const BEFORE = '{"model": "opus"}'
const AFTER = '{"model": "opus", "hooks": {}}'
const EDITS = [{ offset: 16, length: 0, content: ', "hooks": {}' }]

let directory: string
let file: string
let workshop: Workshop

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'trinitas-replace-'))
  file = join(directory, 'settings.json')
  writeFileSync(file, BEFORE, { mode: 0o640 })
  workshop = openWorkshop(directory, 'operation')
})
afterEach(() => {
  workshop[Symbol.dispose]()
  rmSync(directory, { recursive: true, force: true })
})

const stateOf = (text: string): FileState => ({
  sha256: hashOf(Buffer.from(text)),
  sizeBytes: text.length,
  mode: 0o640,
  modifiedAtMs: null,
})

const STEP: Extract<Step, { kind: 'replace' }> = {
  kind: 'replace',
  path: 'settings.json',
  before: stateOf(BEFORE),
  after: stateOf(AFTER),
  edits: EDITS,
  back: invertEdits(BEFORE, EDITS),
}
const REMOVAL = { ...STEP, after: null }

const staging = () => ({
  staged: workshop.staging('', '0'),
  packed: workshop.staging('', '0.packed'),
})
const left = (): string[] => readdirSync(join(directory, '.staging/operation'))
const read = (): string => readFileSync(file, 'utf8')

describe('a file that is changed in place', () => {
  it('says what was shown, under its own mode, and leaves nothing beside it', () => {
    expect(stageReplacement(workshop, staging(), STEP)).toBe(true)
    expect(read()).toBe(BEFORE)
    replaceFile(workshop, staging(), STEP)
    expect([read(), lstatSync(file).mode & 0o777, left()]).toEqual([AFTER, 0o640, []])
  })

  it('can be changed twice by the same step, as after an interruption', () => {
    for (const _ of [1, 2]) {
      stageReplacement(workshop, staging(), STEP)
      replaceFile(workshop, staging(), STEP)
      expect([read(), left()]).toEqual([AFTER, []])
    }
  })

  it.each([
    ['written to', () => appendFileSync(file, '\n')],
    [
      'exchanged',
      () => {
        rmSync(file)
        writeFileSync(file, '{"model": "sonnet"}')
      },
    ],
  ])('keeps what somebody has %s in the moment before', (_, change) => {
    stageReplacement(workshop, staging(), STEP)
    change()
    const theirs = read()
    expect(() => replaceFile(workshop, staging(), STEP)).toThrow('it changed or is gone')
    putReplacedBack(workshop, staging(), STEP)
    expect([read(), left()]).toEqual([theirs, []])
  })

  it('keeps what somebody made where there was to be nothing', () => {
    const step = { ...STEP, before: null, edits: [{ offset: 0, length: 0, content: AFTER }] }
    rmSync(file)
    stageReplacement(workshop, staging(), step)
    writeFileSync(file, 'theirs')
    expect(() => replaceFile(workshop, staging(), step)).toThrow('is there already')
    putReplacedBack(workshop, staging(), step)
    expect([read(), left()]).toEqual(['theirs', []])
  })

  it('is removed, or taken back, whole', () => {
    stageReplacement(workshop, staging(), REMOVAL)
    replaceFile(workshop, staging(), REMOVAL)
    expect(lstatSync(file, { throwIfNoEntry: false })).toBeUndefined()
    writeFileSync(file, AFTER)
    putReplacedBack(workshop, staging(), STEP)
    expect(read()).toBe(BEFORE)
  })
})
