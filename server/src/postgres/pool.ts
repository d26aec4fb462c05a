/**
 * Connections and scopes. Nothing reads rows of people except inside `within`: it opens a transaction, sets the caller's
 * range for row level security (second line) and hands the same range to the query functions (first line).
 */
import postgres from "postgres";
import type { Role } from "@diguan/core/access/policy.ts";

export type Sql = postgres.Sql;
export type Query = postgres.TransactionSql;

/** Closed range of region codes; `own` limits to these households (helpers, households). */
export interface Scope { readonly lo: number; readonly hi: number; readonly own?: readonly string[] }
export const everywhere: Scope = { lo: 0, hi: 999_999_999_999 };

/** A person acting under one post. */
export interface Actor { readonly accountId: string; readonly postId: string; readonly role: Role; readonly scope: Scope; readonly name: string; readonly address?: string }

/** What query functions need: a transaction and the scope they must state themselves. `actor` is undefined for the system. */
export interface Tx { readonly sql: Query; readonly scope: Scope; readonly actor: Actor | undefined }

export interface Db {
  /** Acts for a person: role diguan_app, RLS on, scope of the post. Rolls back when `act` throws. */
  within<T>(actor: Actor, act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Work of the platform itself (jobs, command line, sign-in): role diguan_system, whole country. */
  asSystem<T>(act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads planted truths and nothing else of the demonstration: role diguan_evaluation, for measuring precision. */
  asEvaluation<T>(act: (sql: Query) => Promise<T>): Promise<T>;
  /** Owner of the schema: migrations and maintenance only. */
  readonly owner: Sql;
  close(): Promise<void>;
}

export type Where = { readonly host: string; readonly port: number; readonly user: string; readonly database: string } | { readonly url: string };

/** Each of the two lines can be switched off in tests, to prove that the other holds alone. */
export interface Lines { readonly application: boolean; readonly rls: boolean }

export const types = {
  // int8 as a number: money and codes stay below 2^53, and a value that does not is an error rather than a wrong number
  bigint: { to: 20, from: [20], serialize: String, parse: (text: string): number => { const n = Number(text); if (!Number.isSafeInteger(n)) throw new Error(`${text} is beyond 2^53`); return n; } },
  date: { to: 1082, from: [1082], serialize: String, parse: (text: string): string => text },
  timestamp: { to: 1184, from: [1184], serialize: (at: string | Date): string => (typeof at === "string" ? at : at.toISOString()), parse: (text: string): string => new Date(text).toISOString() },
};

export function openPool(where: Where, max: number, options: postgres.Options<Record<string, postgres.PostgresType>> = {}): Sql {
  const shared = { max, onnotice: () => {}, types, idle_timeout: 60, connection: { application_name: "diguan" }, ...options };
  return ("url" in where ? postgres(where.url, shared) : postgres({ ...where, ...shared })) as unknown as Sql;
}

const setting = (scope: Scope): string => {
  if (!Number.isSafeInteger(scope.lo) || !Number.isSafeInteger(scope.hi)) throw new Error("scope is not a range of codes");
  const own = scope.own ?? [];
  if (!own.every((id) => /^[0-9a-f-]{36}$/.test(id))) throw new Error("scope names something that is no household id");
  // an empty list of own households must mean none, not all: the nil UUID belongs to nobody
  const list = scope.own === undefined ? "" : own.length ? own.join(",") : "00000000-0000-0000-0000-000000000000";
  // literals, as Citus propagates no set_config() to its workers
  return `set local app.lo = '${scope.lo}'; set local app.hi = '${scope.hi}'; set local app.own = '${list}'`;
};

export function openDb(where: Where, options: { max?: number; lines?: Lines } = {}): Db {
  const max = options.max ?? 8;
  const lines = options.lines ?? { application: true, rls: true };
  // the application's own pool signs in as diguan_app, or (one DATABASE_URL) falls to it at connection start
  const app = "url" in where ? openPool(where, max, { connection: { application_name: "diguan", role: "diguan_app" } }) : openPool({ ...where, user: "diguan_app" }, max);
  const owner = openPool(where, Math.max(2, Math.floor(max / 2)));
  const asSystem = async <T>(act: (tx: Tx) => Promise<T>): Promise<T> =>
    (await owner.begin(async (sql) => { await sql.unsafe("set local role diguan_system"); return act({ sql, scope: everywhere, actor: undefined }); })) as T;
  return {
    owner, asSystem,
    asEvaluation: async <T>(act: (sql: Query) => Promise<T>): Promise<T> => (await owner.begin(async (sql) => { await sql.unsafe("set local role diguan_evaluation"); return act(sql); })) as T,
    within: async <T>(actor: Actor, act: (tx: Tx) => Promise<T>): Promise<T> => {
      const scope = lines.application ? actor.scope : everywhere;
      if (!lines.rls) return (await owner.begin(async (sql) => { await sql.unsafe("set local role diguan_system"); return act({ sql, scope, actor }); })) as T;
      return (await app.begin(async (sql) => { await sql.unsafe(setting(actor.scope)).simple(); return act({ sql, scope, actor }); })) as T;
    },
    close: async () => { await Promise.all([app.end({ timeout: 5 }), owner.end({ timeout: 5 })]); },
  };
}
