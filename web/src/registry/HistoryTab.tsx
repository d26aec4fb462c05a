/** 变更记录: who changed what, when, from which source; a slider goes to any past instant and opens the record as it was then. */
import { useState } from "react";
import { Button, Slider } from "antd";
import { useInfiniteQuery } from "@tanstack/react-query";
import { listChanges, type HouseholdPage } from "@diguan/core/registry/contract.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { clock } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { Shown } from "../kit/States.tsx";
import { Timeline } from "./cards.tsx";
import { registryWords } from "./words.ts";

export function HistoryTab({ page, onSee }: { readonly page: HouseholdPage; readonly onSee: (at: string) => void }): React.JSX.Element {
  const words = useWords(registryWords);
  const history = useInfiniteQuery({
    queryKey: ["household", page.key.county, page.key.id, "changes"],
    queryFn: ({ pageParam, signal }) => call(listChanges, { params: page.key, query: pageParam === 0 ? {} : { before: pageParam } }, signal),
    initialPageParam: 0, getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = history.data?.pages.flatMap((p) => p.rows) ?? [];
  const instants = [...new Set(rows.filter((r) => r.year === page.year).map((r) => r.at))].toReversed();
  const [chosen, setChosen] = useState<number>();
  const at = instants[Math.min(chosen ?? instants.length - 1, instants.length - 1)];
  return (
    <FindingCard title={words.tabs.history} note={words.changesLine}>
      {instants.length > 1 && at !== undefined ? (
        <div className="past">
          <span className="sm">{words.slider}</span>
          <Slider min={0} max={instants.length - 1} value={chosen ?? instants.length - 1} onChange={setChosen} tooltip={{ formatter: (i) => clock(instants[i ?? 0]) }} ariaLabelForHandle={words.slider} />
          <span className="tab-num">{clock(at)}</span>
          <Button size="small" onClick={() => onSee(at)}>{words.seeThen}</Button>
        </div>) : null}
      <Shown of={{ ...history, data: history.data }}>{() => <Timeline changes={rows} onSee={onSee} full />}</Shown>
      {history.hasNextPage ? <Button size="small" loading={history.isFetchingNextPage} onClick={() => { void history.fetchNextPage(); }}>{words.moreChanges}</Button> : null}
    </FindingCard>
  );
}
