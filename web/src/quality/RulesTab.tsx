/** The catalogue: every rule with its words, source, numbers in force, and whether it is checked – or why not. */
import { useMemo, useState } from "react";
import { Input, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { catalogue } from "@diguan/core/quality/catalogue.ts";
import type { Because } from "@diguan/core/quality/check.ts";
import { listParameters, type QualitySummary } from "@diguan/core/quality/contract.ts";
import { ruleName } from "@diguan/core/quality/names.ts";
import { parameterDefaults, type ParameterCode, type ParameterDefault } from "@diguan/core/quality/parameters.ts";
import { ruleGroups, type Rule, type RuleGroup } from "@diguan/core/quality/rule.ts";
import { call } from "../api.ts";
import { line, number, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import { useGo } from "./go.ts";
import { gist, SeverityMark, useBecause } from "./marks.tsx";
import { qualityWords } from "./words.ts";

export function RulesTab({ summary }: { readonly summary: QualitySummary }): React.JSX.Element {
  const words = useWords(qualityWords);
  const [locale] = useLocale();
  const [group, setGroup] = useState<RuleGroup | "all">("all");
  const [find, setFind] = useState("");
  const numbers = useQuery({ queryKey: ["quality", "parameters", summary.region, summary.year], queryFn: ({ signal }) => call(listParameters, { query: { region: summary.region, year: summary.year } }, signal) });
  const because = useMemo(() => new Map(summary.notChecked.map((r) => [r.rule, r.because])), [summary]);
  const open = useMemo(() => new Map(summary.byRule.map((r) => [r.rule, r.open])), [summary]);
  const asked = find.trim().toLowerCase();
  const rules = catalogue.filter((r) => (group === "all" || r.group === group) && (asked === "" || [r.id, ruleName(r.id, "zh-CN"), ruleName(r.id, "en"), gist(r.id, "zh-CN"), gist(r.id, "en"), r.source].some((t) => t.toLowerCase().includes(asked))));
  const fen = (value: number | null | undefined): string => (value === null || value === undefined ? words.unset : `${yuan(value, 0)} ${words.units.fen}`);
  return (
    <section className="card rules">
      <div className="table-tools">
        <h2>{words.ruleTitle(number(catalogue.length - because.size), number(catalogue.length))}</h2>
        <span className="mut sm">{numbers.data ? words.lines(fen(numbers.data.lineFen), fen(numbers.data.monitorLineFen)) : ""}</span>
        <span className="push" />
        <Select size="small" style={{ width: 150 }} aria-label={words.group} value={group} onChange={setGroup} options={[{ value: "all", label: words.allGroups }, ...ruleGroups.map((g) => ({ value: g, label: words.groups[g] }))]} />
        <Input size="small" style={{ width: 180 }} allowClear aria-label={words.find} placeholder={words.find} value={find} onChange={(e) => setFind(e.target.value)} />
      </div>
      <div className="grid-scroll" role="region" tabIndex={0} aria-label={words.tabs.rules}>
        <table className="grid rule-grid">
          <caption className="sr">{words.tabs.rules}</caption>
          <thead><tr>{(["id", "wording", "fix", "scope", "source", "numbers", "status", "open"] as const).map((key) => <th key={key} scope="col" className={key === "open" ? "num" : undefined}>{words.ruleColumns[key]}</th>)}</tr></thead>
          <tbody>{rules.map((r) => <RuleRow key={r.id} rule={r} because={because.get(r.id)} open={open.get(r.id) ?? 0} values={numbers.data?.values} locale={locale} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function RuleRow({ rule, because, open, values, locale }: { readonly rule: Rule; readonly because: Because | undefined; readonly open: number; readonly values: Readonly<Record<string, number>> | undefined; readonly locale: "zh-CN" | "en" }): React.JSX.Element {
  const words = useWords(qualityWords);
  const go = useGo();
  const shown = (code: ParameterCode): string => {
    const p: ParameterDefault = parameterDefaults[code];
    const value = values?.[code] ?? p.value;
    return `${locale === "en" ? p.en : p.zh} ${p.unit === "fen" ? yuan(value, 2) : number(value)} ${words.units[p.unit]}`;
  };
  const reason = useBecause();
  const why = because === undefined ? "" : reason(because);
  return (
    <tr>
      <th scope="row"><SeverityMark of={rule.severity} bare /> {rule.id}</th>
      <td className="wrap"><b>{ruleName(rule.id, locale)}</b><br />{gist(rule.id, locale)}</td>
      <td className="wrap sub">{locale === "en" ? rule.fix.en : rule.fix.zh}</td>
      <td>{words.scopes[rule.scope]}</td>
      <td className="wrap sub sm">{rule.source}</td>
      <td className="wrap sub sm">{line(...(rule.parameters ?? []).map(shown))}</td>
      <td>{because === undefined ? <StateTag tone="ok">{rule.overArea ? words.activeArea : words.active}</StateTag> : <StateTag tone="plain" icon={null}>{why}</StateTag>}</td>
      <td className="num">{open > 0 ? <button type="button" className="link" onClick={() => go({ rule: rule.id })}>{number(open)}</button> : "0"}</td>
    </tr>
  );
}
