/** /healthz for the service manager, /metrics for Prometheus, /openapi.json for other systems. */
import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { Deps } from "./serve.ts";

export function registerHealth(api: FastifyInstance, deps: Deps): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({ name: "diguan_http_request_seconds", help: "Duration of requests by route", labelNames: ["method", "route", "status"], buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 0.5, 1, 3, 10], registers: [registry] });
  const failures = new Counter({ name: "diguan_http_failures_total", help: "Requests answered with 5xx", registers: [registry] });
  api.addHook("onResponse", async (request, reply) => {
    seconds.observe({ method: request.method, route: request.routeOptions.url ?? "", status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    if (reply.statusCode >= 500) failures.inc();
  });
  // calls a plpgsql function, so that a half-upgraded PostgreSQL does not look healthy
  api.get("/healthz", { schema: { hide: true } }, async (_request, reply) => {
    try {
      const [row] = await deps.db.asSystem((tx) => tx.sql<{ migrations: number }[]>`select house.alive() as migrations`);
      return { status: "ok", version: deps.config.version, migrations: row?.migrations };
    } catch { return reply.code(503).send({ status: "database unreachable", version: deps.config.version }); }
  });
  api.get("/metrics", { schema: { hide: true } }, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  api.get("/openapi.json", { schema: { hide: true } }, async () => api.swagger());
}
