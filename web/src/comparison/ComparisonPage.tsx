/** 部门比对: what departments know that the register does not, as a worklist beside the comparison of one suspicion (papers 000 §3.2, 001 §2.1). */
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { getSummary, type Summary } from "@diguan/core/comparison/contract.ts";
import { can, useSession } from "../access/session.ts";
import { call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Severity } from "../kit/StateTag.tsx";
import { Shown } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { BatchesTab } from "./BatchesTab.tsx";
import { ExceptionsTab } from "./ExceptionsTab.tsx";
import { useGo } from "./go.ts";
import { KindsTab } from "./KindsTab.tsx";
import { views, type ComparisonSearch } from "./search.ts";
import { WorklistTab } from "./WorklistTab.tsx";
import { comparisonWords } from "./words.ts";
import "../quality/quality.css";
import "./duplicates.css";
import "./comparison.css";

/** A line of seven weeks; the last point is marked. */
function Trend({ values, label }: { readonly values: readonly number[]; readonly label: string }): React.JSX.Element {
  const most = Math.max(1, ...values);
  const at = (v: number, i: number): readonly [number, number] => [(i / Math.max(1, values.length - 1)) * 78 + 3, 22 - (v / most) * 18];
  const last = at(values.at(-1) ?? 0, values.length - 1);
  return <svg className="inline-svg" width="84" height="26" viewBox="0 0 84 26" role="img" aria-label={label}><polyline points={values.map((v, i) => at(v, i).join(",")).join(" ")} fill="none" stroke="var(--primary)" strokeWidth="1.6" /><circle cx={last[0]} cy={last[1]} r="3" fill="var(--primary)" /></svg>;
}

function Tiles({ summary: s }: { readonly summary: Summary }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const go = useGo();
  const change = (s.trend.at(-1) ?? 0) - (s.trend[0] ?? 0);
  return (
    <ul className="card tiles compare-tiles">
      <li><button type="button" onClick={() => go({ direction: "inclusion" })}><span className="figure num"><Severity level="serious">{" "}</Severity>{number(s.open.hard)}</span> <b>{words.hard}</b><span className="sm mut">{words.hardHint}</span></button></li>
      <li><button type="button" onClick={() => go({})}><span className="figure num"><Severity level="ordinary">{" "}</Severity>{number(s.open.review)}</span> <b>{words.review}</b><span className="sm mut">{words.reviewHint}</span></button></li>
      <li><button type="button" onClick={() => go({ direction: "omission" })}><span className="figure num"><Severity level="hint">{" "}</Severity>{number(s.open.omission)}</span> <b>{words.omission}</b><span className="sm mut">{words.omissionHint(number(s.frame.households))}</span></button></li>
      <li className="trend"><span className="sm mut">{words.trend}</span><Trend values={s.trend} label={words.trendText(s.trend.map((n) => number(n)).join(" "))} /><b className={change > 0 ? "t-bad num" : "t-ok num"}>{change > 0 ? "+" : change < 0 ? "−" : ""}{number(Math.abs(change))}</b></li>
    </ul>
  );
}

export function ComparisonPage(): React.JSX.Element {
  const words = useWords(comparisonWords);
  const search: ComparisonSearch = useSearch({ strict: false });
  const go = useGo();
  const { region, place } = usePlace();
  const summary = useQuery({ queryKey: ["comparison", "summary", region], queryFn: ({ signal }) => call(getSummary, { query: region === undefined ? {} : { region } }, signal), enabled: region !== undefined, placeholderData: (before) => before, refetchInterval: 30_000 });
  const s = summary.data;
  // a department brings its own files and does not see what they show
  const searches = can(useSession().data, "search", "comparison");
  const view = searches ? (search.view ?? "list") : search.view === "kinds" ? "kinds" : "batches";
  const known: Readonly<Record<string, unknown>> = useRouter().routesByPath;
  const name = place.data?.code === 0 ? words.nation : (place.data?.name ?? "");
  const label: Readonly<Record<(typeof views)[number], string>> = { list: `${words.title} ${s ? number(s.tabs["all"] ?? 0) : ""}`, exceptions: `${words.exceptions} ${s ? number(s.exceptions) : ""}`, batches: words.batches, kinds: words.kindsTitle };
  const tab = (v: (typeof views)[number]): React.JSX.Element => <button key={v} type="button" className="tab-link" {...(v === view ? { "aria-current": "page" as const } : {})} onClick={() => go(v === "list" ? {} : { view: v })}>{label[v]}</button>;
  return (
    <>
      <PageHead title={words.title} line={line(s ? (s.batches === 0 ? (s.may.import ? words.noData : name) : words.head(name, number(s.batches), number(s.feeds), s.snapshotOn ?? "—")) : name)} />
      <nav className="pair-tabs compare-tabs" aria-label={words.tabs}>
        {searches ? tab("list") : null}{searches && Object.hasOwn(known, "/comparison/duplicates") ? <Link to={"/comparison/duplicates" as string}>{words.duplicates}</Link> : null}{views.slice(1).filter((v) => searches || v !== "exceptions").map(tab)}
      </nav>
      <Shown of={summary} rows={8}>{(shown) => (view === "batches" ? <BatchesTab summary={shown} region={region ?? shown.region} /> : view === "exceptions" ? <ExceptionsTab region={region ?? shown.region} /> : view === "kinds" ? <KindsTab region={region ?? shown.region} /> : <><Tiles summary={shown} /><WorklistTab summary={shown} search={search} region={region ?? shown.region} /></>)}</Shown>
    </>
  );
}
