/**
 * The Beta distribution: what r right answers of n say about a worker's skill. With the prior Beta(1, 1) the posterior is
 * Beta(1 + r, 1 + n - r) (Gelman et al., Bayesian Data Analysis, section 2.1).
 */

/** P(X < x) for X of Beta(a, b): the regularised incomplete beta function by its continued fraction (DLMF 8.17.22). */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast on one side of the mean; the other side is 1 minus its mirror image (DLMF 8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a)
  const front = Math.exp(a * Math.log(x) + b * Math.log(1 - x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a
  return front * fraction(x, a, b)
}

/** The value below which a share `p` of Beta(a, b) lies, to 1e-9, by bisection: it cannot fail to converge. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0
  let high = 1
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (betaBelow(middle, a, b) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * P(at least `right` of `n`) when the chance of each is itself uncertain, Beta(a, b): the upper tail of the beta-binomial
 * distribution (Gelman et al., appendix A), summed term by term.
 */
export function betaBinomialAtLeast(right: number, n: number, a: number, b: number): number {
  const base = logGamma(n + 1) + logGamma(a + b) - logGamma(n + a + b) - logGamma(a) - logGamma(b)
  let sum = 0
  for (let x = right; x <= n; x++)
    sum += Math.exp(base + logGamma(x + a) + logGamma(n - x + b) - logGamma(x + 1) - logGamma(n - x + 1))
  return Math.min(1, sum)
}

/** Modified Lentz evaluation (Numerical Recipes, section 6.4). */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1), tiny)
  let value = d
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d, tiny)
    c = away(1 + even / c, tiny)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d, tiny)
    c = away(1 + odd / c, tiny)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-12) break
  }
  return value
}

function away(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/** ln Gamma(x), x > 0, by Stirling's series after shifting x above 10 (DLMF 5.11.1); error below 1e-10. */
function logGamma(x: number): number {
  let shift = 0
  let y = x
  while (y < 10) shift += Math.log(y++)
  const square = 1 / (y * y)
  return (
    (y - 0.5) * Math.log(y) -
    y +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - square * (1 / 360 - square / 1260)) / y -
    shift
  )
}
