/** Who is signed in, under which post, and what that post may do; one query that shell and pages share. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Action, Resource, Role } from "@diguan/core/access/policy.ts";
import type { Level } from "@diguan/core/region-code.ts";
import { request } from "../api.ts";

export interface SessionPost { readonly id: string; readonly role: Role; readonly roleName: string; readonly region: number; readonly regionName: string; readonly level: Level }
export interface Session {
  readonly account: { readonly id: string; readonly name: string };
  readonly post: SessionPost;
  readonly posts: readonly SessionPost[];
  readonly permissions: Partial<Readonly<Record<Resource, readonly Action[]>>>;
  readonly demonstration: boolean;
}

export const sessionQuery = {
  queryKey: ["session"] as const,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Session> => (await (await request("/api/session", { signal })).json()) as Session,
  staleTime: 60_000,
  retry: false,
};

export const useSession = (): UseQueryResult<Session> => useQuery(sessionQuery);

/** May the present post do this? */
export const can = (session: Session | undefined, action: Action, resource: Resource): boolean => session?.permissions[resource]?.includes(action) ?? false;

export const switchPost = async (post: string): Promise<void> => { await request("/api/session/post", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ post }) }); };
export const signOut = async (): Promise<void> => { await request("/api/session", { method: "DELETE" }); };
