/** The place and the year a reader looks at: from the address, else the post's own place and the latest year with records. */
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { describePlace } from "@diguan/core/overview/contract.ts";
import { useSession } from "../access/session.ts";
import { call, type Answer } from "../api.ts";
import type { PlaceSearch } from "./rootRoute.tsx";

export type Place = Answer<typeof describePlace>;

export const placeQuery = (region: number) => ({
  queryKey: ["place", region] as const,
  queryFn: ({ signal }: { signal: AbortSignal }): Promise<Place> => call(describePlace, { params: { region } }, signal),
  staleTime: 300_000,
});

export interface PlaceChoice {
  /** 12-digit code */ readonly region: number | undefined;
  /** chosen year, else the latest with records; undefined until known or when there are none */ readonly year: number | undefined;
  readonly place: UseQueryResult<Place>;
  readonly go: (to: PlaceSearch) => void;
}

export function usePlace(): PlaceChoice {
  const search: PlaceSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const session = useSession();
  const region = search.region ?? session.data?.post.region;
  const place = useQuery({ ...placeQuery(region ?? 0), enabled: region !== undefined });
  const year = search.year ?? place.data?.years[0];
  return { region, year, place, go: (to) => { void navigate({ to: ".", search: (before: Record<string, unknown>) => ({ ...before, ...to }) }); } };
}
