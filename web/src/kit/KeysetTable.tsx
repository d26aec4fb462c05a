/**
 * The list of the desk: dense rows, sticky head, keyset paging without page numbers or false totals, J K Enter X, remembered row
 * height and columns. A plain table, so that screen readers and print get what they expect.
 */
import { useMemo, useRef, useState, type ReactNode } from "react";
import { Button, Checkbox, Dropdown } from "antd";
import { number } from "./formats.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./i18n.tsx";
import { Choices } from "./PageHead.tsx";
import { densityPreference } from "./preferences.ts";
import { EmptyState } from "./States.tsx";
import { useRows } from "./useRows.ts";
import { kitWords } from "./words.ts";

export interface GridColumn<Row> {
  readonly key: string; readonly title: string; readonly render: (row: Row) => ReactNode;
  readonly numeric?: boolean; readonly width?: number;
  /** not shown until the reader asks for it */ readonly spare?: boolean;
  readonly sort?: "ascending" | "descending"; readonly onSort?: () => void;
}

export interface GridProps<Row> {
  /** remembers the chosen columns under this name */ readonly name: string;
  /** what the list holds: caption for those who hear it, with the units */ readonly label: string;
  readonly columns: readonly GridColumn<Row>[]; readonly rows: readonly Row[]; readonly rowKey: (row: Row) => string;
  readonly onOpen?: (row: Row) => void; /** row that is open beside the list */ readonly openKey?: string;
  readonly next?: { readonly has: boolean; readonly fetch: () => void; readonly busy: boolean; readonly size?: number };
  readonly selection?: { readonly keys: ReadonlySet<string>; readonly set: (keys: ReadonlySet<string>) => void; /** acts that all chosen rows allow */ readonly acts?: ReactNode };
  readonly onExport?: () => void; readonly tools?: ReactNode; readonly empty?: ReactNode; readonly height?: number | string;
}

const remembered = (name: string): Set<string> | undefined => {
  try { const text = localStorage.getItem(`diguan.columns.${name}`); return text === null ? undefined : new Set(text.split(",")); } catch { return undefined; }
};
const remember = (name: string, keys: ReadonlySet<string>): void => { try { localStorage.setItem(`diguan.columns.${name}`, [...keys].join(",")); } catch { /* private mode */ } };

export function KeysetTable<Row>(props: GridProps<Row>): React.JSX.Element {
  const { name, label, columns, rows, rowKey, onOpen, next, selection, onExport, tools, empty, height } = props;
  const words = useWords(kitWords);
  const [density, setDensity] = densityPreference.use();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => remembered(name) ?? new Set(columns.filter((c) => !c.spare).map((c) => c.key)));
  const shown = useMemo(() => columns.filter((c) => chosen.has(c.key)), [columns, chosen]);
  const body = useRef<HTMLTableSectionElement>(null);
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const { current, setCurrent, toggle } = useRows({ body, keys, ...(onOpen ? { onOpen: (i: number) => { const row = rows[i]; if (row !== undefined) onOpen(row); } } : {}), ...(selection ? { selection } : {}) });
  const hidden = columns.length - shown.length;
  const choose = (key: string): void => {
    const changed = new Set(chosen);
    if (!changed.delete(key)) changed.add(key);
    if (changed.size === 0) return;
    setChosen(changed);
    remember(name, changed);
  };
  return (
    <div className="grid-box">
      <div className="table-tools no-print">
        {tools}
        <span className="push" />
        <Choices label={words.density} value={density} onChange={setDensity} of={[["compact", words.densities.compact], ["middle", words.densities.middle], ["loose", words.densities.loose]]} />
        <Dropdown trigger={["click"]} menu={{ selectable: false, items: columns.map((c) => ({ key: c.key, label: <Checkbox checked={chosen.has(c.key)} tabIndex={-1}>{c.title}</Checkbox> })), onClick: ({ key, domEvent }) => { domEvent.preventDefault(); choose(key); } }}>
          <Button size="small" title={words.chooseColumns} icon={<Icon name="columns" size={14} />}>{hidden > 0 ? words.moreColumns(number(hidden)) : words.columns}</Button>
        </Dropdown>
        {onExport ? <Button size="small" icon={<Icon name="download" size={14} />} onClick={onExport}>{words.exportCsv}</Button> : null}
      </div>
      <div className="grid-scroll" style={height === undefined ? undefined : { maxHeight: height }} role="region" aria-label={label} tabIndex={0}>
        <table className={`grid ${density}`} aria-rowcount={next?.has ? -1 : rows.length + 1}>
          <caption className="sr">{label}</caption>
          <thead><tr>
            {selection ? <th scope="col" className="pickbox"><Checkbox aria-label={words.select} checked={rows.length > 0 && selection.keys.size === rows.length} indeterminate={selection.keys.size > 0 && selection.keys.size < rows.length} onChange={() => selection.set(selection.keys.size === rows.length ? new Set() : new Set(keys))} /></th> : null}
            {shown.map((c) => (
              <th key={c.key} scope="col" className={c.numeric ? "num" : undefined} style={c.width === undefined ? undefined : { width: c.width }} {...(c.sort ? { "aria-sort": c.sort } : {})}>
                {c.onSort ? <button type="button" className="sort" onClick={c.onSort}>{c.title}<span aria-hidden="true">{c.sort === "ascending" ? " ↑" : c.sort === "descending" ? " ↓" : ""}</span></button> : c.title}
              </th>))}
          </tr></thead>
          <tbody ref={body}>
            {rows.map((row, i) => {
              const key = keys[i] ?? "";
              return (
                <tr key={key} data-row={i} tabIndex={i === current ? 0 : -1} aria-rowindex={i + 2} className={`${key === props.openKey ? "current" : ""} ${onOpen ? "openable" : ""}`} {...(selection ? { "aria-selected": selection.keys.has(key) } : {})}
                  onClick={(event) => { setCurrent(i); if (onOpen && !(event.target as HTMLElement).closest("a,button,input,label")) onOpen(row); }}>
                  {selection ? <td className="pickbox"><Checkbox aria-label={words.select} tabIndex={-1} checked={selection.keys.has(key)} onChange={() => toggle(i, false)} /></td> : null}
                  {shown.map((c) => <td key={c.key} className={c.numeric ? "num" : undefined}>{c.render(row)}</td>)}
                </tr>);
            })}
          </tbody>
        </table>
        {rows.length === 0 ? (empty ?? <EmptyState>{words.emptyList}</EmptyState>) : null}
      </div>
      <div className="table-foot no-print">
        {selection && selection.keys.size > 0 ? <><b>{words.selected(number(selection.keys.size))}</b>{selection.acts}</> : <span className="mut">{next?.has ? words.shown(number(rows.length)) : words.allShown(number(rows.length))}</span>}
        {next?.has ? <Button size="small" loading={next.busy} onClick={next.fetch}>{words.more(String(next.size ?? 50))}</Button> : null}
        <span className="keys push"><kbd className="kbd">J</kbd><kbd className="kbd">K</kbd>{words.move}{onOpen ? <><kbd className="kbd">Enter</kbd>{words.open}</> : null}{selection ? <><kbd className="kbd">X</kbd>{words.select}</> : null}</span>
      </div>
    </div>
  );
}
