import { respondJson } from '#lib/http/respond.ts'
import { getSchedule } from '../../schedule.ts'

/** Where every job stands. */
export const GET = (): Promise<Response> => respondJson(async () => getSchedule().view())
