/** One typed client for every contract: validates what is sent and what comes back; a refusal arrives as a Problem. */
import type { z } from "zod";
import { problemShape, type Contract } from "@diguan/core/contract.ts";
import { Problem, problems, type ProblemCode } from "@diguan/core/problem.ts";
import { localePreference } from "./kit/preferences.ts";

type Part<K extends string, S> = S extends z.ZodType ? (Record<never, never> extends z.input<S> ? { [k in K]?: z.input<S> } : { [k in K]: z.input<S> }) : { [k in K]?: undefined };
export type Ask<C extends Contract> = Part<"params", C["params"]> & Part<"query", C["query"]> & Part<"body", C["body"]>;
export type Answer<C extends Contract> = z.output<C["answer"]>;

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** Turns a refused response into the Problem it carries. */
export async function problemOf(response: Response): Promise<Problem> {
  const told = problemShape.safeParse(await response.json().catch(() => undefined));
  if (told.success && isKnown(told.data.code)) return new Problem(told.data.code, told.data.details ?? {});
  return new Problem(response.status === 401 ? "access.signedOut" : "server.unreachable", { status: response.status });
}

/** A request to our own server; writes carry the header that another site's form cannot set. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("accept")) headers.set("accept", "application/json");
  // names of roles, messages and files come in the language of the page, not of the browser
  headers.set("accept-language", localePreference.get());
  if (init.method !== undefined && init.method !== "GET") headers.set("x-diguan", "1");
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Problem("server.unreachable");
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The address of a contract with its parameters filled in; for links, downloads and uploads. */
export function address(c: Pick<Contract, "path">, ask: { readonly params?: unknown; readonly query?: unknown } = {}): string {
  const params = (ask.params ?? {}) as Record<string, unknown>;
  const path = c.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries((ask.query ?? {}) as Record<string, unknown>)) {
    if (Array.isArray(value)) for (const one of value) search.append(key, String(one));
    else if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

export async function call<C extends Contract>(c: C, ask: Ask<C>, signal?: AbortSignal): Promise<Answer<C>> {
  const { body } = ask as { body?: unknown };
  const response = await request(address(c, ask as { params?: unknown; query?: unknown }), {
    method: c.method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(c.body ? c.body.parse(body) : body) }),
    ...(signal ? { signal } : {}),
  });
  const answer: unknown = response.status === 204 ? null : await response.json();
  return c.answer.parse(answer) as Answer<C>;
}
