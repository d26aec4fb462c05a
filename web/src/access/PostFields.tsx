/** The fields of a post: role, area, validity, and the households of helpers. */
import { DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { ownHouseholdRoles, roleNames, suitsLevel } from "@diguan/core/access/labels.ts";
import { roles, type Role } from "@diguan/core/access/policy.ts";
import { tell } from "@diguan/core/problem.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { RegionPick } from "../regions/RegionPick.tsx";
import { adminWords } from "./words-admin.ts";

export interface FilledPost { readonly role: Role; readonly region?: number; readonly validFrom?: Dayjs | null; readonly validTo?: Dayjs | null; readonly householdCodes?: string }

/** What the contract asks, from what was filled in; the administrator's own area when none was chosen. */
export const postBody = (filled: FilledPost, area: number): { role: Role; region: number; validFrom?: string; validTo?: string; householdCodes: string[] } => ({
  role: filled.role, region: filled.region ?? area, householdCodes: (filled.householdCodes ?? "").split(/[\s,\uFF0C]+/).filter((code) => code !== ""),
  ...(filled.validFrom ? { validFrom: filled.validFrom.format("YYYY-MM-DD") } : {}), ...(filled.validTo ? { validTo: filled.validTo.format("YYYY-MM-DD") } : {}),
});

export function PostFields({ area, areaName }: { readonly area: number; readonly areaName: string }): React.JSX.Element {
  const words = useWords(adminWords);
  const [locale] = useLocale();
  const role = Form.useWatch<Role | undefined>("role");
  const named = (r: Role): string => (locale === "en" ? roleNames[r].en : roleNames[r].zh);
  return (
    <>
      <Form.Item name="role" label={words.role} rules={[{ required: true, message: words.need }]}><Select showSearch={{ optionFilterProp: "label" }} options={roles.map((r) => ({ value: r, label: named(r) }))} /></Form.Item>
      <Form.Item name="region" label={words.region} dependencies={["role"]} rules={[{ validator: (_rule: unknown, code: number | undefined) => (role === undefined || suitsLevel(role, code ?? area) ? Promise.resolve() : Promise.reject(new Error(tell("access.tooWide", { role: named(role), level: "" }, locale)))) }]}>
        <RegionPick within={area} label={words.region} placeholder={areaName || words.regionHint} />
      </Form.Item>
      <div className="pair">
        <Form.Item name="validFrom" label={words.optional(words.validFrom)}><DatePicker style={{ width: "100%" }} /></Form.Item>
        <Form.Item name="validTo" label={words.optional(words.validTo)}><DatePicker style={{ width: "100%" }} /></Form.Item>
      </div>
      {role !== undefined && ownHouseholdRoles.includes(role) ? <Form.Item name="householdCodes" label={words.householdCodes} extra={words.householdHelp}><Input.TextArea rows={3} /></Form.Item> : null}
    </>
  );
}
