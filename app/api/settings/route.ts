import { readIdentity } from '#lib/http/identity-header.ts'
import { parseBody, respondJson } from '#lib/http/respond.ts'
import { refuseSettings, settingsSchema } from '#lib/http/settings-requests.ts'
import { getSettings } from '../../live-settings.ts'

export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => getSettings().view(readIdentity(request.headers)))

/** Changes the config file, or takes the last change of it back. */
export const PATCH = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const asked = await parseBody(request, settingsSchema)
    const by = readIdentity(request.headers)
    const outcome =
      'undo' in asked
        ? getSettings().undo(by, asked.basedOn)
        : getSettings().change(by, asked.basedOn ?? null, asked.changes)
    return outcome.kind === 'refused' ? refuseSettings(outcome.faults) : outcome
  })
