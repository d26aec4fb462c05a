/** Contents of the server: one line per capability. */
import path from "node:path";
import { existsSync } from "node:fs";
import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import multipart from "@fastify/multipart";
import fastifyStatic from "@fastify/static";
import swagger from "@fastify/swagger";
import Fastify, { type FastifyInstance } from "fastify";
import { hasZodFastifySchemaValidationErrors, jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { Problem, tell } from "@diguan/core/problem.ts";
import { registerAccess } from "./access/routes.ts";
import { registerAdministration } from "./access/routes-admin.ts";
import { registerEvaluation } from "./evaluation/routes.ts";
import { registerComparison } from "./comparison/routes.ts";
import { registerDuplicates } from "./comparison/duplicates-routes.ts";
import { registerHealth } from "./health.ts";
import { registerIdentification } from "./identification/routes.ts";
import { registerHelpers } from "./helpers/routes.ts";
import { registerIntake } from "./intake/routes.ts";
import { registerMeasures } from "./measures/routes.ts";
import { registerOverview } from "./overview/routes.ts";
import { registerPolicy } from "./policy/routes.ts";
import { registerProcedure } from "./procedure/routes.ts";
import { registerQuality } from "./quality/routes.ts";
import { registerRegions } from "./regions/routes.ts";
import { registerRegistry } from "./registry/routes.ts";
import { localeOf, type Deps } from "./serve.ts";

export const uploadLimitMb = 256;

const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'",
  "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin", "permissions-policy": "camera=(self), geolocation=(self), microphone=(self)",
};

export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  // behind a proxy on the same machine the caller's own address counts (lock-out, audit); from elsewhere the header is ignored
  const app = Fastify({ logger: false, bodyLimit: 8 * 1024 * 1024, trustProxy: "loopback", genReqId: () => randomUUID() });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorate("declared", []);
  app.setErrorHandler((error, request, reply) => {
    const locale = localeOf(request);
    if (error instanceof Problem) return reply.code(error.status).send({ code: error.code, message: tell(error.code, error.details, locale), details: error.details });
    if (hasZodFastifySchemaValidationErrors(error)) {
      const detail = error.validation.map((v) => `${v.instancePath.slice(1).replaceAll("/", ".") || (error.validationContext ?? "")}: ${v.message ?? ""}`).join("; ");
      return reply.code(400).send({ code: "request.malformed", message: tell("request.malformed", { detail }, locale), details: { detail } });
    }
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status === 413) return reply.code(413).send({ code: "request.tooLarge", message: tell("request.tooLarge", { limitMb: uploadLimitMb }, locale) });
    if (status >= 400 && status < 500) return reply.code(status).send({ code: "request.malformed", message: tell("request.malformed", { detail: (error as Error).message }, locale) });
    // the cause goes to the operator's log, never over the wire
    process.stderr.write(`${JSON.stringify({ at: new Date(deps.now()).toISOString(), id: request.id, method: request.method, route: request.routeOptions.url, error: (error as Error).stack ?? String(error) })}\n`);
    return reply.code(500).send({ code: "server.failed", message: tell("server.failed", { id: request.id }, locale), details: { id: request.id } });
  });
  app.addHook("onSend", async (request, reply) => {
    // an answer that is a file may set stricter rules of its own, or leave the viewer of a PDF in peace
    for (const [name, rule] of Object.entries(securityHeaders)) if (!reply.hasHeader(name)) reply.header(name, rule);
    if (request.url.startsWith("/api/") && !reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
  // a route under /api without a declaration keeps the server from starting
  app.addHook("onRoute", (route) => {
    const access = route.config?.access;
    if (route.url.startsWith("/api/") && !access) throw new Error(`${String(route.method)} ${route.url} declares no action, resource, scope and fields`);
    if (access && route.method !== "HEAD") app.declared.push({ method: String(route.method), path: route.url, access });
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: uploadLimitMb * 1024 * 1024, files: 8, fields: 32 } });
  await app.register(swagger, { openapi: { openapi: "3.1.0", info: { title: "diguan 滴灌", version: deps.config.version } }, transform: jsonSchemaTransform, transformObject: jsonSchemaTransformObject });
  await app.register(async (api) => {
    registerHealth(api, deps);
    registerOverview(api, deps);
    registerAccess(api, deps);
    registerRegions(api, deps);
    registerRegistry(api, deps);
    registerIntake(api, deps);
    registerAdministration(api, deps);
    registerQuality(api, deps);
    registerDuplicates(api, deps);
    registerComparison(api, deps);
    registerProcedure(api, deps);
    registerPolicy(api, deps);
    registerHelpers(api, deps);
    registerMeasures(api, deps);
    registerIdentification(api, deps);
    registerEvaluation(api, deps);
  });
  if (existsSync(path.join(deps.config.webDir, "desk.html"))) {
    await app.register(fastifyStatic, { root: deps.config.webDir, index: false, setHeaders: (reply, file) => reply.header("cache-control", file.includes(`${path.sep}assets${path.sep}`) ? "public, max-age=31536000, immutable" : "no-cache") });
    const page = async (_request: unknown, reply: { sendFile(name: string): unknown }): Promise<unknown> => reply.sendFile("desk.html");
    app.get("/", page);
    // 公示网站: its own small entry, without session or desk; never to be found by search engines
    const notice = async (_request: unknown, reply: { header(name: string, value: string): unknown; sendFile(name: string): unknown }): Promise<unknown> => { reply.header("x-robots-tag", "noindex, nofollow"); return reply.sendFile("public.html"); };
    app.get("/notice/:token", notice);
    app.get("/notice/village/:region", notice);
    app.setNotFoundHandler((request, reply) => (request.method === "GET" && !request.url.startsWith("/api/") && (request.headers.accept ?? "").includes("text/html") ? reply.sendFile("desk.html") : reply.code(404).send({ code: "thing.unknown", message: tell("thing.unknown") })));
  } else app.get("/", async (_request, reply) => reply.type("text/plain; charset=utf-8").send("diguan 滴灌: the pages are not built yet (npm run build)\n"));
  return app;
}
