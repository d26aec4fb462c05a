/**
 * 数据质量: the daily work of the county on one page (issue 2 item 7). Start: how much is to be settled, where, by which rule;
 * then the list with the finding beside it; then the catalogue, which also says what is not checked.
 */
import { App, Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { getSummary, startCheck } from "@diguan/core/quality/contract.ts";
import { call } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { TabRow } from "../kit/TabRow.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { useGo } from "./go.ts";
import { OverviewTab } from "./OverviewTab.tsx";
import { RulesTab } from "./RulesTab.tsx";
import { viewOf, type QualitySearch } from "./search.ts";
import { WorklistTab } from "./WorklistTab.tsx";
import { qualityWords } from "./words.ts";
import "./quality.css";

export function QualityPage(): React.JSX.Element {
  const words = useWords(qualityWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const search: QualitySearch = useSearch({ strict: false });
  const go = useGo();
  const { region, year, place } = usePlace();
  const summary = useQuery({
    queryKey: ["quality", "summary", region, year],
    queryFn: ({ signal }) => call(getSummary, { query: { ...(region === undefined ? {} : { region }), ...(year === undefined ? {} : { year }) } }, signal),
    enabled: region !== undefined, placeholderData: (before) => before, refetchInterval: (query) => (query.state.data?.checking ? 1500 : 15_000),
  });
  const check = useMutation({
    mutationFn: () => call(startCheck, { body: { region: region ?? 0, ...(year === undefined ? {} : { year }) } }),
    onSuccess: () => { void message.success(words.checkStarted); void queries.invalidateQueries({ queryKey: ["quality"] }); },
    onError: (error) => { void message.error(told(error)); },
  });
  const data = summary.data;
  const view = viewOf(search);
  const name = place.data?.code === 0 ? words.nation : (place.data?.name ?? "");
  const seen = data?.lastCheck ? words.checkedAt(clock(data.lastCheck.at), number(data.lastCheck.households)) : data ? words.neverChecked : "";
  const open = data ? number(data.total.open) : "…";
  return (
    <>
      <PageHead title={words.title} line={line(year === undefined ? name : words.head(name, String(year)), data?.checking ? words.checking(number(data.checking.households), number(data.checking.of)) : seen)}
        acts={data?.may.assign ? <Button loading={check.isPending || data.checking !== null} onClick={() => check.mutate()}>{words.check}</Button> : null} />
      <TabRow label={words.title} active={view} onChange={(key) => go(key === "overview" ? {} : { view: key })}
        tabs={[["overview", words.tabs.overview], ["list", words.tabCount(words.tabs.list, open)], ["rules", words.tabs.rules]]} />
      <Shown of={summary} rows={8}>
        {(shown) => (view === "list" ? <WorklistTab summary={shown} search={search} /> : view === "rules" ? <RulesTab summary={shown} /> : <OverviewTab summary={shown} updating={summary.isPlaceholderData} />)}
      </Shown>
    </>
  );
}
