import * as z from 'zod'
import type { SettingFault } from '#lib/model/setting.ts'

const pathSchema = z.array(z.string().min(1).max(100)).min(1).max(6)

const webhookSchema = z.strictObject({
  url: z.string().max(4000),
  format: z.enum(['json', 'slack']),
  allowPrivate: z.boolean().default(false),
})

const valueSchema = z.union([
  z.string().max(4000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(1000)).max(100),
  webhookSchema,
  z.null(),
])

/**
 * Changes of settings, with `check` only what they would come to, or `undo` of the last; `basedOn` is the digest of the config file that they are made of. What a value
 * must be is decided by its setting.
 */
export const settingsSchema = z.union([
  z.strictObject({ basedOn: z.string().max(100), undo: z.literal(true) }),
  z.strictObject({
    basedOn: z.string().max(100).optional(),
    check: z.literal(true).optional(),
    changes: z
      .array(z.strictObject({ path: pathSchema, value: valueSchema }))
      .min(1)
      .max(500),
  }),
])

export type SettingsRequest = z.output<typeof settingsSchema>

/** Every reason by its setting, so that a page can show it there. */
export function refuseSettings(faults: readonly SettingFault[]): Response {
  const message = faults
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('\n')
  return Response.json(
    { error: { code: 'settings_invalid', message, faults } },
    { status: 422, headers: { 'cache-control': 'no-store' } },
  )
}
