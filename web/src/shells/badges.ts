/** Counts on the rail: what waits in a section for the reader. */
import { useQuery } from "@tanstack/react-query";
import { getSummary } from "@diguan/core/comparison/contract.ts";
import { useSession } from "../access/session.ts";
import { call } from "../api.ts";
import type { Section } from "./sections.ts";

const everyMinute = 60_000;
const most = 999;

export function useBadges(items: readonly Section[]): Partial<Record<Section["key"], string>> {
  const session = useSession();
  const region = session.data?.post.region;
  const asks = items.some((s) => s.key === "comparison") && region !== undefined;
  const summary = useQuery({ queryKey: ["comparison", "summary", region], queryFn: ({ signal }) => call(getSummary, { query: region === undefined ? {} : { region } }, signal), enabled: asks, refetchInterval: everyMinute });
  const n = summary.data?.tabs.all ?? 0;
  return n === 0 ? {} : { comparison: n > most ? `${most}+` : String(n) };
}
