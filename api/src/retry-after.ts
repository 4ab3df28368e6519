/** No `Retry-After` is longer: a client that waits by it comes back within a quarter of an hour. */
export const maxRetryAfterS = 900
