import { ApiProblem, notFound } from '../problem.ts'
import type { Submitted } from './submit.ts'

/** What a worker is told of their answer: that it counts, or why it does not. @throws {ApiProblem} */
export function receiptOf(submitted: Submitted): Submitted & { state: 'counted' } {
  switch (submitted.state) {
    case 'counted':
      return submitted
    case 'form_changed':
      throw new ApiProblem('unavailable', 'The form is being changed at this moment. Send the answer again.', {
        retryAfterS: 1,
      })
    case 'unknown':
      throw notFound('assignment')
    case 'too_fast':
      throw new ApiProblem(
        'too_fast',
        'That was quicker than this project takes for a careful look, so the answer is kept but does not count. Take your time with the next one.',
      )
    case 'already_answered':
      throw new ApiProblem('already_answered', 'You have answered this task before; that answer stands.')
    case 'late':
      throw whyLate[submitted.why]()
  }
}

const whyLate = {
  outdated: () =>
    new ApiProblem(
      'gone',
      'The form of this task was changed while you had it, and others have answered the new one. Your answer is kept, but it does not count; you may be asked again in the new form.',
    ),
  gone: () =>
    new ApiProblem('gone', 'Thank you; this task is no longer needed. Your answer is kept, but it does not count.'),
  expired: () =>
    new ApiProblem(
      'assignment_expired',
      'The time for this task ran out and others have answered it. Your answer is kept, but it does not count.',
    ),
}
