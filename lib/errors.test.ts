import { describe, expect, it } from 'vitest'
import { AppError } from './errors.ts'
import { DriftError } from './recovery/execute-plan.ts'

describe('a fault by name', () => {
  it('is one to every copy of its module, and of its own kind only', () => {
    const ofAnotherCopy: object = Object.assign(new Error('locked'), {
      [Symbol.for('trinitas.app-error')]: true,
    })
    expect(ofAnotherCopy instanceof AppError).toBe(true)
    expect(ofAnotherCopy instanceof DriftError).toBe(false)
    expect(new AppError('locked', '') instanceof DriftError).toBe(false)
    expect(new DriftError([]) instanceof DriftError).toBe(true)
    expect(new Error('locked') instanceof AppError).toBe(false)
  })
})
