/**
 * Home page of a place (paper 001 §3.1 一个平台, §2.3 精准定位): what must I do, where is it dry, are we on course. The same page for
 * a province, city, county, town or village; every picture opens the place below.
 */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { placeOverview } from "@diguan/core/overview/contract.ts";
import { can, useSession } from "../access/session.ts";
import { call } from "../api.ts";
import { clock, line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Shown } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { useSections } from "../shells/sections.ts";
import { shellWords } from "../shells/words.ts";
import { CausesCard, IncomeCard, TrendCard } from "./cards.tsx";
import type { Overview } from "./metrics.ts";
import { ReachCard } from "./ReachCard.tsx";
import { TasksCard } from "./TasksCard.tsx";
import { TownsCard } from "./TownsCard.tsx";
import { overviewWords } from "./words.ts";
import "./overview.css";

export function HomePage(): React.JSX.Element {
  const words = useWords(overviewWords);
  const session = useSession();
  const { region, year, place, go } = usePlace();
  const sees = can(session.data, "view", "overview");
  const overview = useQuery({
    queryKey: ["overview", region, year],
    queryFn: ({ signal }) => call(placeOverview, { query: { region: region ?? 0, ...(year === undefined ? {} : { year }) } }, signal),
    enabled: sees && region !== undefined && place.data !== undefined,
    refetchInterval: 15_000, placeholderData: (before) => before,
  });
  const name = place.data?.code === 0 ? words.nation : (place.data?.name ?? session.data?.post.regionName ?? "");
  const title = year === undefined ? words.titleNoYear(name) : words.title(name, String(year));
  if (session.data && !sees) return <OwnWork title={name} />;
  return (
    <>
      <PageHead title={title} line={<HeadLine data={overview.data} ancestors={place.data?.ancestors ?? []} onPick={(code) => go({ region: code })} />} acts={can(session.data, "view", "household") && overview.data?.year ? <Link className="ant-btn-like" to="/households">{words.records}</Link> : null} />
      {place.error ? <ErrorState error={place.error} onRetry={() => { void place.refetch(); }} /> : <Shown of={overview} empty={{ when: (data) => data.total.households === 0 && data.trend.length === 0, view: <section className="card"><EmptyState act={can(session.data, "import", "intake") ? <Link to="/intake">{words.importNow}</Link> : null}><b>{words.emptyTitle}</b><br />{words.empty}</EmptyState></section> }}>
        {(data) => <Cards data={data} updating={overview.isPlaceholderData} onPick={(code) => go({ region: code })} />}
      </Shown>}
    </>
  );
}

/** For posts without figures of places: the way to their own work. */
function OwnWork({ title }: { readonly title: string }): React.JSX.Element {
  const words = useWords(overviewWords);
  const shell = useWords(shellWords);
  const session = useSession();
  const items = useSections(session.data).filter((item) => item.to !== "/");
  return (
    <>
      <PageHead title={title} />
      <section className="card" aria-label={words.otherPost}>
        <EmptyState act={<nav className="own-work" aria-label={words.otherPostWhat}>{items.map((item) => <Link key={item.key} className="ant-btn-like" to={item.to}>{shell.sections[item.key]}</Link>)}</nav>}>{words.otherPost}<br />{words.otherPostWhat}</EmptyState>
      </section>
    </>
  );
}

function HeadLine({ data, ancestors, onPick }: { readonly data: Overview | undefined; readonly ancestors: readonly { readonly code: number; readonly name: string }[]; readonly onPick: (code: number) => void }): React.JSX.Element {
  const words = useWords(overviewWords);
  return (
    <span className="head-line">
      {ancestors.length > 0 ? <nav className="crumbs" aria-label={words.breadcrumb}>{ancestors.map((up) => <button key={up.code} type="button" className="link" onClick={() => onPick(up.code)}>{up.code === 0 ? words.nation : up.name}</button>)}</nav> : null}
      {data ? line(words.head(number(data.total.households), number(data.total.persons)), data.refreshedAt && words.fresh(clock(data.refreshedAt))) : null}
    </span>
  );
}

function Cards({ data, updating, onPick }: { readonly data: Overview; readonly updating: boolean; readonly onPick: (code: number) => void }): React.JSX.Element {
  const session = useSession();
  const acts = can(session.data, "view", "finding");
  const level = data.region.level;
  const wide = data.groups.length > 0;
  return (
    <div className={`home ${wide ? "" : "flat"} ${acts ? "" : "no-tasks"}`} aria-busy={updating}>
      <div className="home-left">{acts && data.year !== null ? <TasksCard region={data.region.code} year={data.year} acts={can(session.data, "edit", "finding")} /> : null}<CausesCard data={data} /></div>
      {wide ? <ReachCard data={data} onPick={onPick} /> : null}
      <div className="home-right"><TrendCard data={data} /><IncomeCard data={data} /></div>
      {wide ? <TownsCard data={data} level={level} onPick={onPick} /> : null}
    </div>
  );
}

