/** What is compared: each kind with its data, evidence, excuses and policy numbers with day and source. */
import { useQuery } from "@tanstack/react-query";
import { listParameters } from "@diguan/core/comparison/contract-batches.ts";
import { feedOf } from "@diguan/core/comparison/departments.ts";
import { departmentName } from "@diguan/core/comparison/feed.ts";
import { kinds } from "@diguan/core/comparison/kinds.ts";
import { parameterNames } from "@diguan/core/comparison/parameters.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { comparisonWords } from "./words.ts";

export function KindsTab({ region }: { readonly region: number }): React.JSX.Element {
  const words = useWords(comparisonWords);
  const [locale] = useLocale();
  const en = locale === "en";
  const parameters = useQuery({ queryKey: ["comparison", "parameters", region], queryFn: ({ signal }) => call(listParameters, { query: { region } }, signal) });
  const known = new Map((parameters.data?.rows ?? []).map((p) => [p.code, p]));
  const shown = (code: string): string => {
    const [p, name] = [known.get(code), Object.hasOwn(parameterNames, code) ? parameterNames[code as keyof typeof parameterNames] : undefined];
    return p ? words.parameter((en ? name?.en : name?.zh) ?? code, code.endsWith("_FEN") ? number(p.value / 100) : `${number(p.value)} ${name?.unit ?? ""}`, p.validFrom, p.source) : code;
  };
  return (
    <section className="card rules">
      <p className="sm mut inset">{words.kindsHint}</p>
      <div className="grid-scroll" tabIndex={0} role="region" aria-label={words.kindsTitle}><table className="plain rule-grid">
        <caption className="sr">{words.kindsTitle}</caption>
        <thead><tr>{[words.kindColumns.id, words.kindColumns.kind, words.kindColumns.severity, words.kindColumns.source, words.kindColumns.evidence, words.kindColumns.excuses, words.kindColumns.parameters].map((t) => <th key={t} scope="col">{t}</th>)}</tr></thead>
        <tbody>{kinds.map((k) => (
          <tr key={k.id}>
            <th scope="row">{k.id}</th><td className="nowrap">{en ? k.en : k.zh}</td><td className="nowrap">{k.waits ? words.waits : words.severityNames[k.severity]}</td>
            <td className="wrap">{k.waits ? (en ? k.waits.en : k.waits.zh) : k.feeds.map((f) => { const feed = feedOf(f); return feed ? `${departmentName(feed.department, locale)} ${en ? feed.en : feed.zh}` : f; }).join("；")}</td>
            <td className="wrap">{en ? k.evidence.en : k.evidence.zh}</td><td className="wrap">{k.excuses.map((g) => (en ? g.en : g.zh)).join("；")}</td><td className="wrap sm">{k.parameters.map((p) => <span key={p} className="block">{shown(p)}</span>)}</td>
          </tr>))}</tbody>
      </table></div>
    </section>
  );
}
