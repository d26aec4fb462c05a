/** The procedures in force here as tables: steps, who, how long, what papers – each number with its parameter, day and source. */
import { useQuery } from "@tanstack/react-query";
import { listDefinitions } from "@diguan/core/procedure/contract-more.ts";
import { evidenceNames, levelNames, requirementNames, signatureNames } from "@diguan/core/procedure/names.ts";
import { call, type Answer } from "../api.ts";
import { DripLine } from "../kit/Drop.tsx";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { useTwo, useWho } from "./marks.tsx";
import { procedureWords } from "./words.ts";

type Data = Answer<typeof listDefinitions>;

export function DefinitionsTab({ region }: { readonly region: number | undefined }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const list = useQuery({ queryKey: ["procedure", "definitions", region], queryFn: ({ signal }) => call(listDefinitions, { query: region === undefined ? {} : { region } }, signal), enabled: region !== undefined });
  return (
    <Shown of={list} rows={8}>{(data) => (
      <>
        {data.rows.map((r) => <OneDefinition key={`${r.body.id}${String(r.region)}`} row={r} terms={data.terms} />)}
        <FindingCard title={words.terms}>
          <div className="grid-scroll" role="region" tabIndex={0} aria-label={words.termsTable}><table className="plain terms"><caption className="sr">{words.terms}</caption><thead><tr><th scope="col">{words.termColumns.name}</th><th scope="col" className="num">{words.termColumns.value}</th><th scope="col">{words.termColumns.from}</th><th scope="col">{words.termColumns.source}</th></tr></thead>
            <tbody>{data.terms.map((t) => <tr key={t.code}><th scope="row">{two(t)}<br /><span className="mut sm">{t.code}</span></th><td className="num">{number(t.value)} {t.unit === "days" ? words.daysUnit : t.unit === "months" ? words.monthsUnit : ""}</td><td>{t.from}</td><td className="sub sm">{t.source}</td></tr>)}</tbody></table></div>
        </FindingCard>
      </>)}
    </Shown>
  );
}

function OneDefinition({ row, terms }: { readonly row: Data["rows"][number]; readonly terms: Data["terms"] }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const who = useWho();
  const d = row.body;
  const value = (code: string | undefined): string => { const t = terms.find((x) => x.code === code); return t ? `${number(t.value)} ${words.daysUnit}` : ""; };
  const share = (pair: readonly [string, string]): string => `${String(terms.find((t) => t.code === pair[0])?.value ?? "?")}/${String(terms.find((t) => t.code === pair[1])?.value ?? "?")}`;
  const table = (
    <table className="plain steps-table"><caption className="sr">{two(d)}</caption><thead><tr><th scope="col">{words.stepsTable.step}</th><th scope="col">{words.stepsTable.who}</th><th scope="col">{words.stepsTable.within}</th><th scope="col">{words.stepsTable.needs}</th><th scope="col">{words.stepsTable.state}</th></tr></thead>
      <tbody>{d.steps.map((s) => <tr key={s.name}><th scope="row">{two(s)}</th><td>{line(two(levelNames[s.level]), who(s.roles))}</td><td>{value(s.stands ?? s.within)}</td>
        <td className="wrap">{line(s.evidence.length > 0 ? words.evidenceCount(s.evidence.map((e) => two(evidenceNames[e])).join("、")) : "", s.meeting ? words.quorumIs(share(s.meeting.quorum), share(s.meeting.majority)) : "", ...s.signatures.map((x) => two(signatureNames[x])), s.document ? words.document : "", ...s.requires.map((r) => two(requirementNames[r])))}</td><td className="mut sm">{s.state}</td></tr>)}</tbody></table>);
  return (
    <section className="card lane"><header className="card-head"><h2>{two(d)} <StateTag tone={row.region === 0 ? "plain" : "primary"} icon={null}>{row.region === 0 ? words.definitionNation : words.definitionOwn}</StateTag></h2><p className="card-line">{line(words.definitionLine(row.source, row.validFrom), d.total ? `${words.wholeTime} ${value(d.total)}` : "")}</p></header>
      <div className="lane-line" role="region" tabIndex={0} aria-label={words.lineOf(two(d))}><DripLine label={two(d)} spoken={words.states} steps={d.steps.map((s) => ({ key: s.name, label: two(s), state: "todo" as const, ...(s.stands ? { note: value(s.stands) } : {}) }))} /></div>
      <details className="card-body"><summary>{words.stepsTable.needs}</summary><div className="grid-scroll" role="region" tabIndex={0} aria-label={words.stepsOf(two(d))}>{table}</div></details>
    </section>
  );
}
