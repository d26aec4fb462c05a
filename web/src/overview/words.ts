/** Words of the home pages. */
import { defineWords } from "../kit/i18n.tsx";

export const overviewWords = defineWords({
  "zh-CN": { home: "首页" },
  en: { home: "Home" },
});
