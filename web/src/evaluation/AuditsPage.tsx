/** Audits of a place, latest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { listAudits } from "@diguan/core/evaluation/contract.ts";
import { designNames } from "@diguan/core/evaluation/labels.ts";
import { can, useSession } from "../access/session.ts";
import { call } from "../api.ts";
import { clock, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState, Loading } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { heads } from "./cards.tsx";
import { auditWords } from "./words-audit.ts";
import "./evaluation.css";

export function AuditsPage(): React.JSX.Element {
  const words = useWords(auditWords);
  const [locale] = useLocale();
  const session = useSession();
  const { region } = usePlace();
  const list = useInfiniteQuery({
    queryKey: ["evaluation", "audits", region], initialPageParam: "", enabled: region !== undefined,
    queryFn: ({ pageParam, signal }) => call(listAudits, { query: { ...(region === undefined ? {} : { region }), ...(pageParam ? { after: pageParam } : {}), limit: 50 } }, signal), getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap((p) => p.rows);
  const make = can(session.data, "create", "evaluation") ? <Link to={"/evaluation/audits/new" as string}><Button type="primary">{words.newAudit}</Button></Link> : null;
  return (
    <>
      <PageHead title={words.title} line={rows ? words.list(number(rows.length)) : ""} acts={<><Link to={"/evaluation" as string}><Button>{words.back}</Button></Link>{make}</>} />
      {!rows ? list.error ? <ErrorState error={list.error} onRetry={() => { void list.refetch(); }} /> : <Loading rows={6} /> : rows.length === 0 ? <section className="card"><EmptyState act={make}><b>{words.none}</b><br />{words.noneDo}</EmptyState></section> : (
        <section className="card audit-list">
          <div className="card-table" role="region" tabIndex={0} aria-label={words.title}>
            <table className="plain"><thead><tr>{heads(words.heads).map((h, i) => <th key={h} scope="col" className={i >= 4 && i <= 6 ? "num" : undefined}>{h}</th>)}</tr></thead>
              <tbody>{rows.map((a) => (
                <tr key={a.id}>
                  <th scope="row"><Link to={`/evaluation/audits/${a.county}/${a.id}` as string}>{a.name}</Link>{a.simulated ? <span className="tag warn"> {words.simulated}</span> : null}</th>
                  <td>{a.place}</td><td>{a.quarter}</td><td>{locale === "en" ? designNames[a.design].en : designNames[a.design].zh}</td><td className="num">{number(a.drawn)}</td><td className="num">{number(a.answered)}</td><td className="num">{number(a.unreached)}</td><td>{clock(a.drawnAt)}</td><td>{a.closedOn ? words.closed(a.closedOn) : <span className="tag primary">{words.open}</span>}</td>
                </tr>))}</tbody></table>
          </div>
          {list.hasNextPage ? <div className="card-foot"><Button onClick={() => { void list.fetchNextPage(); }} loading={list.isFetchingNextPage}>{words.more}</Button></div> : null}
        </section>
      )}
    </>
  );
}
