/** 识别: who may be poor and why, on many dimensions, for any place; then the households to look at; then the schemes of 四看法. */
import { App, Button } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { getOverview, startAssessment } from "@diguan/core/identification/contract.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { call } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { TabRow } from "../kit/TabRow.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown, useTold } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { ListTab } from "./ListTab.tsx";
import { OverviewTab } from "./OverviewTab.tsx";
import { SchemesTab } from "./SchemesTab.tsx";
import { useGo, type IdentificationSearch } from "./search.ts";
import { identificationWords } from "./words.ts";
import "../quality/quality.css";
import "./identification.css";

export function IdentificationPage(): React.JSX.Element {
  const words = useWords(identificationWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const search: IdentificationSearch = useSearch({ strict: false });
  const go = useGo();
  const { region, year, place } = usePlace();
  const overview = useQuery({
    queryKey: ["identification", "overview", region, year],
    queryFn: ({ signal }) => call(getOverview, { query: { ...(region === undefined ? {} : { region }), ...(year === undefined ? {} : { year }) } }, signal),
    enabled: region !== undefined, placeholderData: (before) => before,
  });
  const data = overview.data;
  const assess = useMutation({
    mutationFn: () => call(startAssessment, { body: { key: crypto.randomUUID(), county: countyOf(data?.region.code ?? 0), year: data?.year ?? 0 } }),
    onSuccess: async (run) => { void message.success(words.assessed(number(run.households))); await queries.invalidateQueries({ queryKey: ["identification"] }); },
    onError: (error) => { void message.error(told(error)); },
  });
  const name = place.data?.code === 0 ? words.nation : (place.data?.name ?? "");
  const [run] = data?.runs ?? [];
  return (
    <>
      <PageHead title={words.title} line={line(year === undefined ? name : words.head(name, String(year)), run ? words.ranAt(clock(run.ranAt)) : data ? words.neverRan : "", words.notVerdict)}
        acts={data?.may.assess && data.year !== null ? <Button loading={assess.isPending} onClick={() => assess.mutate()}>{words.assess}</Button> : null} />
      <TabRow label={words.title} active={search.view ?? "overview"} onChange={(key) => go(key === "overview" ? {} : key === "list" ? { view: "list", difference: "both" } : { view: "schemes" })}
        tabs={[["overview", words.tabs.overview], ["list", words.tabs.list], ["schemes", words.tabs.schemes]]} />
      {search.view === "schemes" ? <SchemesTab /> : <Shown of={overview} rows={8}>{(shown) => (search.view === "list" ? <ListTab overview={shown} search={search} /> : <OverviewTab data={shown} updating={overview.isPlaceholderData} />)}</Shown>}
    </>
  );
}
