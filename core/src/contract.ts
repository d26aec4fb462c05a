/** The shape of a contract: method, path, who may call it, and zod schemas of what crosses the wire. */
import { z } from "zod";
import type { Access } from "./access/policy.ts";

// The pages' content security policy forbids code made from text, which zod would try first; every contract imports this file.
z.config({ jitless: true });

export interface Contract<P extends z.ZodObject = z.ZodObject, Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly summary: string;
  /** Action, resource, scope and fields; a route without it keeps the server from starting. */
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: R;
}
export const contract = <const C extends Contract>(c: C): C => c;
export const problemShape = z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.union([z.string(), z.number()])).optional() }).meta({ id: "Problem" });
