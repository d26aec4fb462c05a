/** Who is signed in, under which post, and what that post may do; one query that shell and pages share. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { getSession, signOut as signOutContract, switchPost as switchPostContract, type Session } from "@diguan/core/access/contract.ts";
import type { Action, Resource } from "@diguan/core/access/policy.ts";
import { call } from "../api.ts";

export type { Post as SessionPost, Session } from "@diguan/core/access/contract.ts";

export const sessionQuery = {
  queryKey: ["session"] as const,
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<Session> => call(getSession, {}, signal),
  staleTime: 60_000,
  retry: false,
};

export const useSession = (): UseQueryResult<Session> => useQuery(sessionQuery);

/** May the present post do this? */
export const can = (session: Session | undefined, action: Action, resource: Resource): boolean => session?.permissions[resource]?.includes(action) ?? false;

export const switchPost = (postId: string): Promise<Session> => call(switchPostContract, { body: { postId } });
export const signOut = async (): Promise<void> => { await call(signOutContract, {}); };
