/** The antd theme and the ECharts theme, both made from the tokens. */
import { theme, type ThemeConfig } from "antd";
import type { Tokens } from "./tokens.ts";

/** `still`: the reader asked for reduced motion; menus that wait for the end of a motion which CSS has switched off would never show. */
export const deskTheme = (t: Tokens, dark: boolean, still = false): ThemeConfig => ({
  cssVar: { prefix: "dg" }, hashed: false,
  algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    colorPrimary: t.primary, colorInfo: t.primary, colorLink: t.primary, colorLinkHover: t.primaryHover, colorSuccess: t.ok, colorWarning: t.warn, colorError: t.bad,
    colorBgLayout: t.bg, colorBgContainer: t.surface, colorBgElevated: t.surface, colorText: t.ink, colorTextSecondary: t.ink2, colorTextTertiary: t.ink3, colorTextDescription: t.ink3,
    colorTextPlaceholder: t.ink3, colorBorder: t.ctl, colorBorderSecondary: t.line, colorSplit: t.line, controlItemBgActive: t.primarySoft,
    fontFamily: t.font, fontSize: 14, borderRadius: 6, borderRadiusLG: 8, controlHeight: 32, controlHeightSM: 26, fontWeightStrong: 700,
    motion: !still, motionDurationMid: "0.18s", lineWidthFocus: 2, boxShadow: t.float, boxShadowSecondary: t.float,
  },
  components: {
    Table: {
      headerBg: t.surface, headerColor: t.ink3, headerSplitColor: "transparent", borderColor: t.line, rowHoverBg: t.sunken,
      rowSelectedBg: t.primarySoft, rowSelectedHoverBg: t.primarySoft, cellPaddingBlockSM: 6, cellPaddingInlineSM: 8, cellFontSizeSM: 13, headerBorderRadius: 0,
    },
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 400, primaryColor: t.onPrimary },
    Card: { headerFontSize: 15, headerPadding: 14, bodyPadding: 14 },
    Tabs: { titleFontSize: 14, horizontalItemPadding: "4px 0", inkBarColor: t.primary },
    Segmented: { trackBg: t.surface, trackPadding: 0, itemSelectedBg: t.primarySoft, itemSelectedColor: t.primary },
  },
});

/** The title of a chart is HTML, so the chart's own is off. */
export const chartTheme = (t: Tokens): object => ({
  color: t.causes, backgroundColor: "transparent", textStyle: { fontFamily: t.font, fontSize: 12, color: t.ink2 },
  title: { show: false }, legend: { itemWidth: 10, itemHeight: 10, itemGap: 14, textStyle: { color: t.ink2 } },
  categoryAxis: { axisLine: { lineStyle: { color: t.line2 } }, axisTick: { show: false }, axisLabel: { color: t.ink3 }, splitLine: { show: false } },
  valueAxis: { axisLine: { show: false }, axisLabel: { color: t.ink3 }, splitLine: { lineStyle: { color: t.line } } },
  line: { symbol: "circle", symbolSize: 6, lineStyle: { width: 2.2 } }, bar: { barMaxWidth: 32, itemStyle: { borderRadius: 2 } },
  tooltip: { backgroundColor: t.surface, borderColor: t.line2, borderWidth: 1, textStyle: { color: t.ink, fontSize: 13 } },
});
