export type WebhookFailure =
  | 'blocked'
  | 'dns'
  | 'refused'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'redirect'
  | 'status'
  | 'too_large'
  | 'protocol'
  | 'aborted'
  | 'undisclosed'

/**
 * What the owner of an endpoint does about a failed attempt; added to the sentence that says what happened and why. Where
 * there is none, that sentence says it already.
 */
const nextSteps: Partial<Record<WebhookFailure, string>> = {
  reset: 'See in its log, or in that of the proxy before it, why the connection was given up.',
  timeout:
    'Whisker waits 15 seconds: let the endpoint keep the event and answer at once, and do the work that it starts afterwards.',
  too_large: 'Let the endpoint answer with an empty body: Whisker reads the status, and keeps the first kilobyte.',
  protocol: 'Check that the address and its port lead to a web server.',
}

/** A failure without a complete answer: `why` is the sentence of the request. */
export function explainFailure(failure: WebhookFailure, why: string): string {
  const next = nextSteps[failure]
  return next ? `${why} ${next}` : why
}

const ofStatus: Record<number, string> = {
  400: 'it did not accept the event. Look at its answer: it may expect another form than that of the Standard Webhooks specification.',
  401: 'it wants to know who calls. Let it in without a sign-in and verify the signature instead; after a new secret, the endpoint must know it.',
  403: 'it does not let Whisker in. Look for a firewall or a check of the sender in front of it; after a new secret, the endpoint must know it.',
  404: 'there is nothing at this address. Compare its path with that of your endpoint.',
  405: 'it does not take POST requests. Compare the address with that of your endpoint.',
  410: 'it is gone for good, so the webhook is disabled. Enable it again when the endpoint takes events.',
  413: 'the event was too large for it. Raise the limit of bodies there.',
  415: 'it does not take JSON. Let it accept the type application/json.',
  422: 'it did not accept the event. Look at its answer: it may expect another form than that of the Standard Webhooks specification.',
  429: 'it has had too many requests. Whisker waits as long as its Retry-After asks for; raise the limit there if this happens often.',
}

/** A complete answer that is not a success. */
export function explainStatus(status: number): string {
  const meaning =
    ofStatus[status] ??
    (status >= 500
      ? 'it failed, or the proxy before it could not reach it. Look in its log at the time of this attempt.'
      : 'only 200 to 299 count as received. Let it answer so when it has kept the event.')
  return `The endpoint answered with status ${status}: ${meaning}`
}

export function explainRedirect(status: number): string {
  return `The endpoint answered with status ${status}, which sends Whisker to another address; that is not followed, because events would go where nobody entered them. Enter the final address in the webhook.`
}

/** For every failure alike: else a webhook would be a way to look around in the operator's network. */
export const explainSecret =
  'The endpoint did not take the event. Its address is one that only the operator has opened (EGRESS_ALLOW), so what it answers, or whether it answers, is not shown here; the operator finds it in the log of the service.'
