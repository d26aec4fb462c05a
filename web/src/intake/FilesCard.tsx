/** Templates to fill in, and lists to take out: masked unless a reason is given. */
import { useState } from "react";
import { Button, Input, InputNumber } from "antd";
import { exportKinds, exportList, template } from "@diguan/core/intake/contract.ts";
import { sheetKinds } from "@diguan/core/intake/headings.ts";
import { can, useSession } from "../access/session.ts";
import { address } from "../api.ts";
import { Icon } from "../kit/Icon.tsx";
import { useWords } from "../kit/i18n.tsx";
import { Choices } from "../kit/PageHead.tsx";
import { usePlace } from "../shells/place.ts";
import { intakeWords } from "./words.ts";

type Kind = (typeof exportKinds)[number];

export function FilesCard(): React.JSX.Element {
  const words = useWords(intakeWords);
  const session = useSession();
  const { region, year: placeYear } = usePlace();
  const [kind, setKind] = useState<Kind>("persons");
  const [format, setFormat] = useState<"xlsx" | "csv">("xlsx");
  const [encoding, setEncoding] = useState<"utf-8" | "gb18030">("utf-8");
  const [year, setYear] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const of = year ?? placeYear;
  const given = reason.trim();
  return (
    <section className="card" aria-label={words.files}>
      <header className="card-head"><h2>{words.files}</h2></header>
      <div className="card-body files-body">
        <div><h3>{words.templates}</h3><div className="row-acts">{sheetKinds.map((k) => <Button key={k} size="small" icon={<Icon name="download" size={14} />} href={address(template, { params: { kind: k } })}>{words.exportWhat[k]}</Button>)}</div></div>
        {can(session.data, "export", "intake") ? (
          <div>
            <h3>{words.exports}</h3>
            <div className="row-acts">
              <Choices label={words.exports} value={kind} onChange={setKind} of={exportKinds.map((k) => [k, words.exportWhat[k]] as const)} />
              <Choices label={words.format} value={format} onChange={setFormat} of={[["xlsx", "XLSX"], ["csv", "CSV"]]} />
              {format === "csv" ? <Choices label={words.encoding} value={encoding} onChange={setEncoding} of={[["utf-8", "UTF-8"], ["gb18030", "GB18030"]]} /> : null}
              <InputNumber size="small" aria-label={words.year} placeholder={placeYear === undefined ? words.year : String(placeYear)} min={1949} max={2100} value={year} onChange={setYear} style={{ width: 90 }} />
            </div>
            <div className="row-acts">
              <Input size="small" aria-label={words.reason} placeholder={`${words.whole}: ${words.reason}`} value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} style={{ maxWidth: 420 }} />
              <Button size="small" type="primary" disabled={of === undefined || (given !== "" && given.length < 4)} {...(of === undefined ? {} : { href: address(exportList, { params: { kind }, query: { year: of, region, format, encoding, ...(given === "" ? {} : { reason: given }) } }) })}>{words.export}</Button>
            </div>
            <p className="sub sm">{words.masked}</p>
          </div>) : null}
      </div>
    </section>
  );
}
