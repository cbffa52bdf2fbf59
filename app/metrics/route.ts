import { chooseFormat, EXPOSITION_FORMATS } from '#lib/export/exposition/choose-format.ts'
import { writeExposition } from '#lib/export/exposition/exposition.ts'
import { respondJson } from '#lib/http/respond.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { getMonitor } from '../monitor.ts'

/** What Prometheus and its kin scrape, as docs/export.md says. A fault is JSON here too, with a status that they report. */
export const GET = (request: Request): Promise<Response> =>
  respondJson(async () => {
    const format = chooseFormat(request.headers.get('accept'))
    const text = writeExposition(await getMonitor().counters(), format, packageJson.version)
    return new Response(text, {
      headers: { 'content-type': EXPOSITION_FORMATS[format], 'cache-control': 'no-store', vary: 'accept' },
    })
  })
