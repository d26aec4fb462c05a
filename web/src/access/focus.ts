/** As `ref` of a field: puts the cursor where the next thing is typed, when a step of a form begins. */
import type { InputRef } from "antd";

export const focusAtFirst = (field: InputRef | null): void => { field?.focus(); };
