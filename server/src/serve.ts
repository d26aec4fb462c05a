/**
 * Serves contracts: validated going in, validated and stripped going out, listed in the OpenAPI document, and refused at
 * start-up when a route does not declare who may call it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { z } from "zod";
import { permits, type Access } from "@diguan/core/access/policy.ts";
import { problemShape, type Contract } from "@diguan/core/contract.ts";
import { Problem, type Locale } from "@diguan/core/problem.ts";
import type { Config } from "./config.ts";
import type { FieldCrypto } from "./access/crypto.ts";
import type { Actor, Db } from "./postgres/pool.ts";

/** Everything a slice's routes may need. */
export interface Deps {
  readonly db: Db;
  readonly config: Config;
  readonly crypto: FieldCrypto;
  /** The person behind a request, acting under the post of the session; undefined when signed out. */
  readonly authenticate: (request: FastifyRequest) => Promise<Actor | undefined>;
  /** Now, in ms since 1970; tests move it. */
  readonly now: () => number;
}

/** The language of an answer: the page says its own, other callers get Chinese. */
export const localeOf = (request: Pick<FastifyRequest, "headers">): Locale => (request.headers["accept-language"]?.startsWith("en") ? "en" : "zh-CN");

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
export interface Asked<C extends Contract> { readonly params: Out<C["params"]>; readonly query: Out<C["query"]>; readonly body: Out<C["body"]>; readonly actor: C["access"]["scope"] extends "public" ? Actor | undefined : Actor; readonly request: FastifyRequest; readonly reply: FastifyReply }

export interface DeclaredRoute { readonly method: string; readonly path: string; readonly access: Access }
declare module "fastify" { interface FastifyInstance { declared: DeclaredRoute[] } interface FastifyContextConfig { access?: Access } }

/** Signed in (unless public), permitted by the policy, and not a forged cross-site write. */
async function admit(deps: Deps, access: Access, request: FastifyRequest): Promise<Actor | undefined> {
  const writes = request.method !== "GET" && request.method !== "HEAD";
  // a page of another origin cannot set this header without a preflight that is never granted
  if (writes && request.headers["x-diguan"] !== "1") throw new Problem("access.crossSite");
  const actor = await deps.authenticate(request);
  if (access.scope === "public") return actor;
  if (!actor) throw new Problem("access.signedOut");
  if (!permits(actor.role, access)) throw new Problem("access.refused", { action: `${access.resource}.${access.action}` });
  return actor;
}

/** One contract, one answer. */
export function serve<const C extends Contract>(app: FastifyInstance, deps: Deps, c: C, answer: (asked: Asked<C>) => Promise<z.input<C["answer"]>>): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: c.method, url: c.path, config: { access: c.access },
    schema: { summary: c.summary, ...(c.params && { params: c.params }), ...(c.query && { querystring: c.query }), ...(c.body && { body: c.body }), response: { 200: c.answer, "4xx": problemShape } },
    onRequest: async (request) => { (request as Admitted).admitted = await admit(deps, c.access, request); },
    handler: async (request, reply) => answer({ params: request.params, query: request.query, body: request.body, actor: (request as Admitted).admitted, request, reply } as unknown as Asked<C>) as never,
  });
}

type Admitted = FastifyRequest & { admitted?: Actor | undefined };
export interface RawContract<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType> { readonly method: "GET" | "POST" | "PUT"; readonly path: string; readonly summary: string; readonly access: Access; readonly params?: P; readonly query?: Q }

/** A route whose answer is a stream or a file, or whose body is one (upload): same admission, no answer schema. */
export function serveRaw<P extends z.ZodType, Q extends z.ZodType>(app: FastifyInstance, deps: Deps, c: RawContract<P, Q>, answer: (asked: { params: z.output<P>; query: z.output<Q>; actor: Actor; request: FastifyRequest; reply: FastifyReply }) => Promise<unknown>): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: c.method, url: c.path, config: { access: c.access },
    schema: { summary: c.summary, ...(c.params && { params: c.params }), ...(c.query && { querystring: c.query }) },
    onRequest: async (request) => { (request as Admitted).admitted = await admit(deps, c.access, request); },
    handler: async (request, reply) => answer({ params: request.params as z.output<P>, query: request.query as z.output<Q>, actor: (request as Admitted).admitted as Actor, request, reply }),
  });
}
