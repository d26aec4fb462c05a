/** The lines of one section in one year with their computed totals; each can be changed or withdrawn by those who may. */
import { useState } from "react";
import { App, Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { saveLines, type ResourceLine, type showOrganisation } from "@diguan/core/regions/organisation-contract.ts";
import { fundingKeys, fundingLevels, lineKind, lineKinds, sections, type FundingLevel, type Section } from "@diguan/core/regions/organisation.ts";
import { call, type Answer } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number, wanYuan, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { EmptyState, useTold } from "../kit/States.tsx";
import { inWords } from "./labels.ts";
import { organisationWords } from "./words-organisations.ts";

type Detail = Answer<typeof showOrganisation>;
interface Filled { kind: string; fundingLevel: FundingLevel; planned: number; actual: number; plannedYuan: number; actualYuan: number; source: string; note?: string; reason: string }

const fen = (amountYuan: number | null | undefined): number => Math.round((amountYuan ?? 0) * 100);

export function LinesCard({ section, detail }: { readonly section: Section; readonly detail: Detail }): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<ResourceLine | "new">();
  const lines = detail.lines.filter((l) => l.section === section);
  const total = detail.totals.find((t) => t.section === section) ?? { planned: 0, actual: 0, plannedFen: 0, actualFen: 0 };
  const money = section === "budget";
  const { county, id } = detail.organisation;
  const saving = useMutation({
    mutationFn: (ask: { line: Omit<ResourceLine, "year" | "unit" | "at">; reason: string }) => call(saveLines, { params: { county, id }, body: { year: detail.year, reason: ask.reason, lines: [ask.line] } }),
    onSuccess: async () => { void message.success(words.saved); setEditing(undefined); await queries.invalidateQueries({ queryKey: ["organisations"] }); },
    onError: (error) => { void message.error(told(error), 8); },
  });
  const item = (l: { kind: string }): string => inWords(lineKind(section, l.kind), locale);
  const remove = (l: ResourceLine): void => { void modal.confirm({ title: words.removeAsk(item(l)), okText: words.removeLine, cancelText: words.cancel, onOk: () => saving.mutateAsync({ line: { ...l, removed: true }, reason: words.removeLine }).catch(() => undefined) }); };
  const title = money ? words.sectionTitles.budget(wanYuan(total.plannedFen), wanYuan(total.actualFen)) : words.sectionTitles[section](number(total.actual), number(total.planned));
  const heads = [words.item, words.funding, ...(money ? [] : [words.planned, words.actual]), words.plannedYuan, words.actualYuan, words.source];
  const cells = (l: ResourceLine): (string | number)[] => [item(l), inWords(fundingLevels[l.fundingLevel], locale), ...(money ? [] : [l.planned, l.actual]), l.plannedFen / 100, l.actualFen / 100, l.source];
  const numeric = money ? [2, 3] : [2, 3, 4, 5];
  return (
    <FindingCard className="org-lines" title={title} source={words.linesSource} note={words.yearOf(String(detail.year))} flush
      {...(lines.length > 0 ? { table: { heads, numeric, rows: lines.map((l) => cells(l).map((c) => (typeof c === "number" ? number(c) : c))), file: lines.map(cells) } } : {})}
      tools={detail.mayEdit ? <Button size="small" onClick={() => setEditing("new")}>{words.addLine(inWords(sections[section], locale))}</Button> : null}>
      {lines.length === 0 ? <EmptyState>{words.noLines}</EmptyState> : (
        <div className="card-table" role="region" tabIndex={0} aria-label={inWords(sections[section], locale)}>
          <table className="plain">
            <thead><tr>{heads.map((h, i) => <th key={h} scope="col" className={numeric.includes(i) ? "num" : undefined}>{h}</th>)}{detail.mayEdit ? <th scope="col">{words.act}</th> : null}</tr></thead>
            <tbody>{lines.map((l) => (
              <tr key={`${l.kind}${l.fundingLevel}`}>
                <th scope="row">{item(l)}</th><td>{inWords(fundingLevels[l.fundingLevel], locale)}</td>
                {money ? null : <><td className="num">{number(l.planned)} {inUnit(l, locale)}</td><td className="num">{number(l.actual)} {inUnit(l, locale)}</td></>}
                <td className="num">{yuan(l.plannedFen)}</td><td className="num">{yuan(l.actualFen)}</td><td className="wrap">{l.source}{l.note ? <span className="mut sm"> {l.note}</span> : null}</td>
                {detail.mayEdit ? <td><span className="row"><button type="button" className="link" aria-label={`${words.changeLine} ${item(l)}`} onClick={() => setEditing(l)}>{words.changeLine}</button><button type="button" className="link" aria-label={`${words.removeLine} ${item(l)}`} onClick={() => remove(l)}>{words.removeLine}</button></span></td> : null}
              </tr>))}</tbody>
            <tfoot><tr><th scope="row" colSpan={2}>{words.total}</th>{money ? null : <><td className="num">{number(total.planned)}</td><td className="num">{number(total.actual)}</td></>}<td className="num">{yuan(total.plannedFen)}</td><td className="num">{yuan(total.actualFen)}</td><td className="mut sm" colSpan={detail.mayEdit ? 2 : 1}>{words.computed}</td></tr></tfoot>
          </table>
        </div>)}
      {editing ? <LineForm section={section} {...(editing === "new" ? {} : { known: editing })} busy={saving.isPending} onClose={() => setEditing(undefined)}
        onSave={(f) => saving.mutate({ reason: f.reason, line: { section, kind: f.kind, fundingLevel: f.fundingLevel, version: editing === "new" ? (lines.find((l) => l.kind === f.kind && l.fundingLevel === f.fundingLevel)?.version ?? 0) : editing.version, planned: money ? 1 : f.planned, actual: money ? 1 : f.actual, plannedFen: fen(f.plannedYuan), actualFen: fen(f.actualYuan), source: f.source, note: f.note?.trim() || null, removed: false } })} /> : null}
    </FindingCard>
  );
}

const inUnit = (l: ResourceLine, locale: "zh-CN" | "en"): string => (locale === "en" ? (lineKind(l.section, l.kind)?.unitEn ?? "") : l.unit);

function LineForm({ section, known, busy, onClose, onSave }: { readonly section: Section; readonly known?: ResourceLine; readonly busy: boolean; readonly onClose: () => void; readonly onSave: (filled: Filled) => void }): React.JSX.Element {
  const words = useWords(organisationWords);
  const [locale] = useLocale();
  const [form] = Form.useForm<Filled>();
  const need = [{ required: true, message: words.need }];
  const name = inWords(sections[section], locale);
  const kinds: readonly (readonly [string, { readonly zh: string; readonly en: string }])[] = Object.entries(lineKinds[section]);
  return (
    <Modal open title={known ? `${words.changeLine} ${inWords(lineKind(section, known.kind), locale)}` : words.addLine(name)} okText={words.save} cancelText={words.cancel} confirmLoading={busy} onOk={() => form.submit()} onCancel={onClose} destroyOnHidden>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={onSave} initialValues={known ? { ...known, note: known.note ?? "", plannedYuan: known.plannedFen / 100, actualYuan: known.actualFen / 100 } : { fundingLevel: "county", planned: 0, actual: 0, plannedYuan: 0, actualYuan: 0 }}>
        <div className="pair">
          <Form.Item name="kind" label={words.item} rules={need}><Select disabled={known !== undefined} options={kinds.map(([value, word]) => ({ value, label: inWords(word, locale) }))} /></Form.Item>
          <Form.Item name="fundingLevel" label={words.funding} rules={need}><Select disabled={known !== undefined} options={fundingKeys.map((k) => ({ value: k, label: inWords(fundingLevels[k], locale) }))} /></Form.Item>
          {section === "budget" ? null : <>
            <Form.Item name="planned" label={words.planned} rules={need}><InputNumber min={0} max={1_000_000} precision={0} style={{ width: "100%" }} /></Form.Item>
            <Form.Item name="actual" label={words.actual} rules={need}><InputNumber min={0} max={1_000_000} precision={0} style={{ width: "100%" }} /></Form.Item>
          </>}
          <Form.Item name="plannedYuan" label={words.plannedYuan} rules={need}><InputNumber min={0} precision={2} style={{ width: "100%" }} /></Form.Item>
          <Form.Item name="actualYuan" label={words.actualYuan} rules={need}><InputNumber min={0} precision={2} style={{ width: "100%" }} /></Form.Item>
        </div>
        <Form.Item name="source" label={words.source} rules={[{ required: true, min: 2, message: words.need }]}><Input maxLength={200} /></Form.Item>
        <Form.Item name="note" label={words.optional(words.note)}><Input maxLength={200} /></Form.Item>
        <Form.Item name="reason" label={words.reason} rules={[{ required: true, min: 2, message: words.need }]}><Input maxLength={200} /></Form.Item>
      </Form>
    </Modal>
  );
}
