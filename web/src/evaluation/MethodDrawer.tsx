/** How the figures are made: formulas, parameters with date, source and sureness, and the experts' pairwise comparison of the six precisions. */
import { useState } from "react";
import { App, Button, Drawer, Form, Input, Select } from "antd";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { saveWeighting, type Precision } from "@diguan/core/evaluation/contract.ts";
import { indexKeys } from "@diguan/core/evaluation/indices.ts";
import { indexNames } from "@diguan/core/evaluation/labels.ts";
import { ahp } from "@diguan/core/evaluation/weights.ts";
import { parameterInfo } from "@diguan/core/policy/parameters.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { heads } from "./cards.tsx";
import { evaluationWords } from "./words.ts";

const pairs = indexKeys.flatMap((a, i) => indexKeys.slice(i + 1).map((b) => [a, b] as const));
const steps = [9, 7, 5, 3, 2, 1, 1 / 2, 1 / 3, 1 / 5, 1 / 7, 1 / 9];
const shown = (v: number): string => (v >= 1 ? String(v) : `1/${Math.round(1 / v)}`);

export function MethodDrawer({ data, open, onClose }: { readonly data: Precision; readonly open: boolean; readonly onClose: () => void }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const nameOf = (code: string): string => { const p = parameterInfo(code); return p ? (locale === "en" ? p.en : p.zh) : code; };
  const value = (p: Precision["parameters"][number]): string => `${number(p.unit === "fen/person/year" ? p.value / 100 : p.unit === "permyriad" ? p.value / 100 : p.value, 0)}${p.unit === "permyriad" ? "%" : p.unit === "percent" ? "%" : ` ${words.unit[p.unit as keyof typeof words.unit] ?? p.unit}`}`;
  return (
    <Drawer open={open} onClose={onClose} title={words.drawer} size={620} destroyOnHidden>
      <div className="stack method">
        <h3>{words.formulas}</h3>
        <ul className="formulas">{Object.values(words.formula).map((f) => <li key={f}>{f}</li>)}</ul>
        <p className="sm sub">{words.weightsFrom[data.report?.weightsFrom ?? "default"]}</p>
        <h3>{words.parameters}</h3>
        <div className="card-table" role="region" tabIndex={0} aria-label={words.parameters}>
          <table className="plain"><thead><tr>{heads(words.parameterTable).map((h, i) => <th key={h} scope="col" className={i === 1 ? "num" : undefined}>{h}</th>)}</tr></thead>
            <tbody>{data.parameters.map((p) => <tr key={p.code}><th scope="row">{nameOf(p.code)}<br /><span className="mut sm">{p.code}</span></th><td className="num">{value(p)}</td><td>{p.validFrom}</td><td className="wrap">{p.source}</td><td>{words.sureness[p.sureness as keyof typeof words.sureness] ?? p.sureness}</td></tr>)}</tbody></table>
        </div>
        {data.weighting ? <p className="sm sub">{words.current(data.weighting.name, data.weighting.at.slice(0, 10), data.weighting.consistency.toFixed(3))}</p> : null}
        {data.may.weigh ? <Weigh region={data.region} /> : null}
      </div>
    </Drawer>
  );
}

function Weigh({ region }: { readonly region: number }): React.JSX.Element {
  const words = useWords(evaluationWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [judged, setJudged] = useState<Readonly<Record<string, number>>>({});
  const [name, setName] = useState("");
  const at = (a: string, b: string): number => (a === b ? 1 : judged[`${a}${b}`] ?? (judged[`${b}${a}`] === undefined ? 1 : 1 / (judged[`${b}${a}`] ?? 1)));
  const matrix = indexKeys.map((a) => indexKeys.map((b) => at(a, b)));
  const result = ahp(matrix);
  const label = (k: (typeof indexKeys)[number]): string => (locale === "en" ? indexNames[k].en : indexNames[k].zh);
  const save = useMutation({
    mutationFn: () => call(saveWeighting, { body: { id: crypto.randomUUID(), region, name: name.trim(), matrix } }),
    onSuccess: ({ consistency }) => { void message.success(words.weighSaved(consistency.toFixed(3))); void queries.invalidateQueries({ queryKey: ["evaluation"] }); },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <section aria-label={words.weigh}>
      <h3>{words.weigh}</h3>
      <p className="sm sub">{words.weighNote}</p>
      <Form layout="vertical">
        <div className="pairs">{pairs.map(([a, b]) => { const id = `pair-${a}${b}`; return <div key={id}><label htmlFor={id}>{words.compare(label(a), label(b))}</label><Select id={id} size="small" value={at(a, b)} onChange={(v: number) => setJudged({ ...judged, [`${a}${b}`]: v })} options={steps.map((v) => ({ value: v, label: shown(v) }))} /></div>; })}</div>
        <p className="sm" role="status">{words.weighPreview(result.consistency.toFixed(3))}{"\u3000"}{result.usable ? indexKeys.map((k, i) => `${label(k)} ${(result.weights[i] ?? 0).toFixed(2)}`).join("\u3000") : <b className="t-bad">{words.weighBad}</b>}</p>
        <Form.Item label={words.weighName} htmlFor="weigh-name"><Input id="weigh-name" maxLength={60} value={name} onChange={(e) => setName(e.target.value)} /></Form.Item>
        <Button type="primary" disabled={!result.usable || name.trim().length < 2} loading={save.isPending} onClick={() => save.mutate()}>{words.weighSave}</Button>
      </Form>
    </section>
  );
}
