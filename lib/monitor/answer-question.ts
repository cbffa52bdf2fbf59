import { AppError, isBrokenDatabase } from '#lib/errors.ts'
import type { Failure, Questions, Request, Response } from './thread-messages.ts'

/**
 * Answers a question in the thread that holds what is asked for. Returns the error where the database turns out to be
 * broken, for whoever can open it anew.
 */
export function answerQuestion(
  questions: Questions,
  { id, method, args }: Extract<Request, { kind: 'query' }>,
  send: (response: Response) => void,
): unknown {
  try {
    // Whoever asks pairs a method with its own arguments, which a message cannot say.
    const answer = questions[method] as (...args: unknown[]) => unknown
    send({ kind: 'answer', id, value: answer(...args) })
    return null
  } catch (error) {
    send({ kind: 'failure', id, failure: toFailure(error) })
    if (isBrokenDatabase(error)) return error
    // One question must not end the thread for all others; whoever runs the server sees the defect.
    if (!(error instanceof AppError)) console.error(error)
    return null
  }
}

function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof AppError
    ? { code: error.code, message, path: error.path }
    : { code: null, message, path: undefined }
}
