import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { refuseSettings, type SettingsRequest, settingsSchema } from '#lib/http/settings-requests.ts'
import type { Identity } from '#lib/model/identity.ts'
import type { SettingsChanged } from '#lib/model/setting.ts'
import { getSettings } from '../../live-settings.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => getSettings().view(readIdentity(request.headers)))

/** Changes the config file, or takes the last change of it back. */
export const PATCH = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const asked = await parseBody(request, settingsSchema)
    const by = readIdentity(request.headers)
    const outcome = carryOut(by, asked)
    return outcome.kind === 'refused' ? refuseSettings(outcome.faults) : outcome
  })

function carryOut(by: Identity, asked: SettingsRequest): SettingsChanged {
  if ('undo' in asked) return getSettings().undo(by, asked.basedOn)
  const { basedOn = null, changes, check = false } = asked
  return check ? getSettings().check(by, changes) : getSettings().change(by, basedOn, changes)
}
