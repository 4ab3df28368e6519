// Ends with 0 when the service on this machine says that it is ready; for whoever watches a container.
const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? 4000}/readyz`).catch(() => null)
process.exit(response?.ok ? 0 : 1)
