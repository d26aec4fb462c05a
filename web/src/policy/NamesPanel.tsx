/** All names a rule may use, searchable in Chinese and English: what each means, its unit, its codes, and of parameters the value in force. */
import { useMemo, useState } from "react";
import { Input } from "antd";
import { useQuery } from "@tanstack/react-query";
import { listParameterValues } from "@diguan/core/policy/contract.ts";
import { isParameterName, parameterNameOf, ruleFacts, ruleNameOf } from "@diguan/core/policy/rules/names.ts";
import { unitName, unitOfFact } from "@diguan/core/policy/rules/units.ts";
import { codeLists, type Code, type CodeList } from "@diguan/core/registry/codes.ts";
import { call } from "../api.ts";
import { line, number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { shownValue } from "./value.ts";
import { policyWords } from "./words.ts";

interface Entry { readonly name: string; readonly zh: string; readonly en: string; readonly note: string; readonly search: string }

export function NamesPanel({ region, onInsert }: { readonly region: number | undefined; readonly onInsert?: (name: string) => void }): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const [find, setFind] = useState("");
  const values = useQuery({ queryKey: ["parameters", region, "today"], queryFn: ({ signal }) => call(listParameterValues, { query: region === undefined ? {} : { region } }, signal), staleTime: 60_000 });
  const facts = useMemo((): readonly Entry[] => ruleFacts.map((f) => {
    const name = ruleNameOf(f);
    const codes: readonly Code[] = f.kind === "code" && "list" in f && f.list !== undefined ? codeLists[f.list as CodeList] : [];
    const labels = codes.slice(0, 24).map((c) => `"${locale === "en" ? c.en : c.zh}"`).join(" ");
    const note = f.kind === "flag" ? words.flagHint : codes.length > 0 ? words.codesOf(labels) : unitName(unitOfFact(f), locale);
    return { name, zh: f.zh, en: f.en, note, search: `${name} ${f.zh} ${f.en} ${codes.map((c) => `${c.zh} ${c.en}`).join(" ")}`.toLowerCase() };
  }), [locale, words]);
  const parameters = useMemo((): readonly Entry[] => (values.data?.rows ?? []).filter((p) => isParameterName(p.code) && p.topic !== "quality" && p.topic !== "access").map((p) => {
    const value = p.inForce === null ? words.unset : line(shownValue(p.inForce.value, p.unit, locale), words.since(p.inForce.validFrom), p.inForce.source);
    return { name: parameterNameOf(p), zh: p.zh, en: p.en, note: value, search: `${p.code} ${p.zh} ${p.en}`.toLowerCase() };
  }), [values.data, locale, words]);
  const asked = find.trim().toLowerCase().split(/\s+/).filter((w) => w !== "");
  const fits = (e: Entry): boolean => asked.every((w) => e.search.includes(w));
  const list = (title: string, entries: readonly Entry[]): React.JSX.Element | null => (entries.length === 0 ? null : (
    <>
      <h3>{title} <span className="mut sm">{number(entries.length)}</span></h3>
      <ul>{entries.map((e) => (
        <li key={e.name}>
          {onInsert ? <button type="button" className="link code" title={words.insert(e.name)} onClick={() => onInsert(e.name)}>{e.name}</button> : <span className="code">{e.name}</span>}
          <span>{locale === "en" ? e.en : e.zh}</span> <span className="mut sm">{e.note}</span>
        </li>))}</ul>
    </>
  ));
  const [own, numbers] = [facts.filter(fits), parameters.filter(fits)];
  return (
    <section className="card names" aria-label={words.names}>
      <div className="table-tools"><h2>{words.names}</h2><span className="push" /><Input size="small" allowClear style={{ width: 200 }} aria-label={words.namesFind} placeholder={words.namesFind} value={find} onChange={(e) => setFind(e.target.value)} /></div>
      <div className="names-list" role="region" tabIndex={0} aria-label={words.help}>
        <p className="sub sm"><b>{words.help}</b>{"\u3000"}{words.helpLines}</p>
        {list(words.parameters, numbers)}
        {list(words.facts, own)}
        {own.length + numbers.length === 0 ? <p className="mut">{words.noName}</p> : null}
      </div>
    </section>
  );
}
