/** A card that leads with a finding: title sentence, then unit, source and date, then the picture; its table and files one click away. */
import { useId, useRef, useState, type ReactNode } from "react";
import { Dropdown } from "antd";
import { saveCsv, savePng } from "./files.ts";
import { line } from "./formats.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./i18n.tsx";
import { kitWords } from "./words.ts";

export interface PlainTable { readonly caption?: string; readonly heads: readonly string[]; /** columns of numbers, aligned right */ readonly numeric?: readonly number[]; readonly rows: readonly (readonly (string | number | null)[])[]; /** what the file holds instead, with codes and unformatted numbers */ readonly file?: readonly (readonly (string | number | null)[])[] }

interface CardProps {
  /** the finding, with its number */ readonly title: string;
  readonly unit?: string; readonly source?: string; readonly asOf?: string; /** more of the second line */ readonly note?: string;
  readonly table?: PlainTable; readonly tools?: ReactNode; readonly foot?: ReactNode; readonly flush?: boolean; readonly act?: boolean; readonly updating?: boolean; readonly className?: string;
  readonly children?: ReactNode;
}

export function FindingCard({ title, unit, source, asOf, note, table, tools, foot, flush = false, act = false, updating = false, className = "", children }: CardProps): React.JSX.Element {
  const words = useWords(kitWords);
  const [asTable, setAsTable] = useState(false);
  const picture = useRef<HTMLDivElement>(null);
  const id = useId();
  const second = line(unit && words.unit(unit), source && words.source(source), asOf && words.asOf(asOf), note);
  const save = (kind: string): void => {
    if (kind === "csv" && table) saveCsv(title, [[title], [second], [...table.heads], ...(table.file ?? table.rows)]);
    if (kind === "png" && picture.current) void savePng(title, picture.current, title, second);
  };
  return (
    <section className={`card ${act ? "act-card" : ""} ${className}`} aria-labelledby={id} aria-busy={updating}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        <div>{tools}</div>
        {table ? (
          <div className="card-tools">
            <button type="button" aria-pressed={asTable} aria-label={asTable ? words.showPicture : words.showTable} title={asTable ? words.showPicture : words.showTable} onClick={() => setAsTable(!asTable)}><Icon name={asTable ? "picture" : "table"} size={14} /></button>
            <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items: [{ key: "csv", label: words.downloadCsv }, ...(asTable ? [] : [{ key: "png", label: words.downloadPng }])], onClick: ({ key }) => save(key) }}>
              <button type="button" aria-label={words.download} title={words.download}><Icon name="download" size={14} /></button>
            </Dropdown>
          </div>
        ) : null}
        {second || updating ? <p className="card-line">{second}{updating ? <span className="updating">{second ? "\u3000" : ""}{words.updating}</span> : null}</p> : null}
      </div>
      <div className={`card-body ${flush ? "flush" : ""}`} ref={picture}>
        {asTable && table ? <PlainTableView table={table} title={title} /> : children}
      </div>
      {foot ? <div className="card-foot">{foot}</div> : null}
    </section>
  );
}

/** A small table that need not be paged. */
export function PlainTableView({ table, title }: { readonly table: PlainTable; readonly title: string }): React.JSX.Element {
  const words = useWords(kitWords);
  const numeric = new Set(table.numeric);
  return (
    <div className="card-table" role="region" tabIndex={0} aria-label={words.tableOf(title)}>
      <table className="plain">
        {table.caption ? <caption>{table.caption}</caption> : <caption className="sr">{title}</caption>}
        <thead><tr>{table.heads.map((head, i) => <th key={head} scope="col" className={numeric.has(i) ? "num" : undefined}>{head}</th>)}</tr></thead>
        <tbody>{table.rows.map((row, r) => <tr key={r}>{row.map((value, i) => (i === 0 ? <th key={i} scope="row">{value ?? "—"}</th> : <td key={i} className={numeric.has(i) ? "num" : undefined}>{value ?? "—"}</td>))}</tr>)}</tbody>
      </table>
    </div>
  );
}
