/** One rule: its text with live checking, what a version would do to real households, and how it came about. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { getRuleSet, type RuleVersion } from "@diguan/core/policy/contract.ts";
import { purposeName } from "@diguan/core/policy/labels.ts";
import { call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { TabRow } from "../kit/TabRow.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { ErrorState, Loading } from "../kit/States.tsx";
import { HistoryTab } from "./HistoryTab.tsx";
import { VersionMark } from "./marks.tsx";
import { RunTab } from "./RunTab.tsx";
import type { RuleSearch, RuleView } from "./search.ts";
import { TextTab } from "./TextTab.tsx";
import { policyWords } from "./words.ts";
import "./policy.css";

export function RulePage(): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const navigate = useNavigate();
  const { rule = "" } = useParams({ strict: false }) as { readonly rule?: string };
  const search: RuleSearch = useSearch({ strict: false });
  const set = useQuery({ queryKey: ["rules", rule], queryFn: ({ signal }) => call(getRuleSet, { params: { id: rule } }, signal) });
  const go = (to: RuleSearch): void => { void navigate({ to: `/rules/${rule}` as string, search: (before: Record<string, unknown>) => ({ ...(before["region"] === undefined ? {} : { region: before["region"] }), ...(before["year"] === undefined ? {} : { year: before["year"] }), ...to }) as never }); };
  if (set.data === undefined) return set.error ? <ErrorState error={set.error} onRetry={() => { void set.refetch(); }} /> : <Loading rows={8} />;
  const shown: RuleVersion | undefined = set.data.versions.find((v) => v.version === search.version) ?? set.data.versions.at(-1);
  if (!shown) return <Loading rows={8} />;
  const view: RuleView = search.view ?? "text";
  const run = search.run ?? shown.run ?? undefined;
  return (
    <>
      <PageHead title={locale === "en" ? set.data.en : set.data.zh} tags={<><span className="tag">{words.versionNo(number(shown.version))}</span><VersionMark state={shown.state} /></>}
        line={line(purposeName(set.data.purpose, locale), set.data.place, shown.source, shown.activeFrom ? words.since(shown.activeFrom) : "")} />
      <TabRow label={locale === "en" ? set.data.en : set.data.zh} active={view} onChange={(key) => go({ version: shown.version, view: key })}
        tabs={[["text", words.tabs.text], ["run", words.tabs.run], ["history", words.tabs.history]]} />
      {view === "text" ? <TextTab key={shown.version} set={set.data} version={shown} go={go} /> : null}
      {view === "run" ? <RunTab set={set.data} version={shown} run={run} search={search} go={go} /> : null}
      {view === "history" ? <HistoryTab set={set.data} version={shown} go={go} /> : null}
    </>
  );
}
