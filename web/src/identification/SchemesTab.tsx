/** Schemes of 四看法 that concern the place: which is in force, which waits for its second person, and a proposal of one's own. */
import { useState } from "react";
import { App, Button, DatePicker, Form, Input, Modal } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { approveScheme, listSchemes, proposeScheme, type ShownScheme } from "@diguan/core/identification/contract.ts";
import { lookShape } from "@diguan/core/identification/look.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { line, number, shortDate } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, Shown, useTold } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { usePlace } from "../shells/place.ts";
import { factName, factValue } from "./values.ts";
import { identificationWords } from "./words.ts";

export function SchemesTab(): React.JSX.Element {
  const words = useWords(identificationWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { region, year } = usePlace();
  const [proposing, setProposing] = useState(false);
  const schemes = useQuery({ queryKey: ["identification", "schemes", region, year], queryFn: ({ signal }) => call(listSchemes, { query: { ...(region === undefined ? {} : { region }), ...(year === undefined ? {} : { year }) } }, signal) });
  const approve = useMutation({
    mutationFn: (id: string) => call(approveScheme, { params: { id } }),
    onSuccess: async () => { void message.success(words.approvedDone); await queries.invalidateQueries({ queryKey: ["identification"] }); },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <Shown of={schemes} rows={6}>{({ rows, mayPropose }) => {
      const now = rows.find((r) => r.inForce);
      return (
        <div className="stack">
          <section className="card">
            <div className="table-tools"><span className="push" />{mayPropose ? <Button size="small" onClick={() => setProposing(true)}>{words.propose}</Button> : null}</div>
            <div className="card-table" role="region" tabIndex={0} aria-label={words.tabs.schemes}>
              <table className="plain">
                <caption className="sr">{words.tabs.schemes}</caption>
                <thead><tr><th scope="col">{words.version}</th><th scope="col">{words.place}</th><th scope="col">{words.validFrom}</th><th scope="col">{words.schemeSource}</th><th scope="col">{words.proposedBy}</th><th scope="col">{words.approvedBy}</th><th scope="col">{words.inForce}</th></tr></thead>
                <tbody>{rows.map((r) => (
                  <tr key={r.id}><th scope="row">{r.version}</th><td>{r.place === 0 ? words.nation : r.placeName}</td><td>{r.validFrom}</td><td className="wrap">{r.source}</td><td>{line(r.byName ?? words.platform, shortDate(r.at))}</td><td>{r.approvedAt ? line(r.approvedBy ?? words.platform, shortDate(r.approvedAt)) : r.mayApprove ? <Button size="small" loading={approve.isPending} onClick={() => approve.mutate(r.id)}>{words.approve}</Button> : words.waiting}</td><td>{r.inForce ? <StateTag tone="ok">{words.inForce}</StateTag> : r.approvedAt ? words.approved : words.waiting}</td></tr>))}</tbody>
              </table>
            </div>
          </section>
          {now ? <SchemeCard of={now} /> : <section className="card"><EmptyState>{words.lookNone}</EmptyState></section>}
          {proposing ? <ProposeForm start={now} onClose={() => setProposing(false)} /> : null}
        </div>);
    }}</Shown>
  );
}

function SchemeCard({ of }: { readonly of: ShownScheme }): React.JSX.Element {
  const words = useWords(identificationWords);
  const [locale] = useLocale();
  const title = words.schemesTitle(of.version, number(of.content.cut));
  const classes = (i: ShownScheme["content"]["items"][number]): string => i.bands.map((b, n) => `${"is" in b ? factValue(i.fact, b.is, locale) : n === i.bands.length - 1 && n > 0 ? words.below : `≥ ${factValue(i.fact, b.from, locale)}`} → ${b.points}`).join("　");
  const rows = of.content.items.map((i) => [words.looks[i.look], locale === "en" ? i.en : i.zh, `${factName(i.fact, locale)}${i.per ? ` ÷ ${factName(i.per, locale)}` : ""}`, number(i.points), classes(i)]);
  return <FindingCard title={title} note={words.lookSource(of.version, of.validFrom, of.source)} flush><div className="card-table" role="region" tabIndex={0} aria-label={title}><table className="plain"><caption className="sr">{title}</caption><thead><tr>{["", words.item, words.facts, words.points, words.classes].map((h, n) => <th key={n} scope="col" className={n === 3 ? "num" : undefined}>{h}</th>)}</tr></thead><tbody>{rows.map((r) => <tr key={r[1]}>{r.map((cell, n) => (n === 1 ? <th key={n} scope="row">{cell}</th> : <td key={n} className={n === 3 ? "num" : undefined}>{cell}</td>))}</tr>)}</tbody></table></div></FindingCard>;
}

function ProposeForm({ start, onClose }: { readonly start: ShownScheme | undefined; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(identificationWords);
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { region } = usePlace();
  const [id] = useState(() => crypto.randomUUID());
  const [version, setVersion] = useState("");
  const [source, setSource] = useState("");
  const [from, setFrom] = useState<Dayjs | null>(dayjs().startOf("year"));
  const [content, setContent] = useState(() => (start ? JSON.stringify(start.content, null, 1) : ""));
  const propose = useMutation({
    mutationFn: () => call(proposeScheme, { body: { id, place: region ?? 0, version: version.trim(), source: source.trim(), validFrom: from?.format("YYYY-MM-DD") ?? "", content: lookShape.parse(JSON.parse(content)) } }),
    onSuccess: async () => { void message.success(words.proposed); await queries.invalidateQueries({ queryKey: ["identification", "schemes"] }); onClose(); },
    onError: (error) => { void message.error(error instanceof SyntaxError || error.name === "ZodError" || error.name === "$ZodError" ? words.badJson : told(error), 8); },
  });
  return (
    <Modal open title={words.propose} okText={words.submit} cancelText={words.cancel} onCancel={onClose} onOk={() => propose.mutate()} okButtonProps={{ loading: propose.isPending, disabled: version.trim() === "" || source.trim().length < 4 || !from }} width={720} destroyOnHidden>
      <Form layout="vertical">
        <Form.Item label={words.version} required htmlFor="scheme-version"><Input id="scheme-version" maxLength={40} value={version} onChange={(e) => setVersion(e.target.value)} /></Form.Item>
        <Form.Item label={words.validFrom} required htmlFor="scheme-from"><DatePicker id="scheme-from" value={from} onChange={setFrom} style={{ width: "100%" }} /></Form.Item>
        <Form.Item label={words.schemeSource} required htmlFor="scheme-source"><Input id="scheme-source" maxLength={400} value={source} onChange={(e) => setSource(e.target.value)} /></Form.Item>
        <Form.Item label={words.content} extra={words.contentHint} htmlFor="scheme-content"><Input.TextArea id="scheme-content" className="scheme-json" rows={14} value={content} onChange={(e) => setContent(e.target.value)} /></Form.Item>
      </Form>
    </Modal>
  );
}
