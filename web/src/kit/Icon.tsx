/** One set of line icons (24 box, stroke 1.7, round ends); an icon stands beside its word, or its button is labelled. */
const paths = {
  home: ["M4 11l8-7 8 7v9h-5v-6H9v6H4z"],
  record: ["M6 3h9l4 4v14H6z", "M9 12h7M9 16h7", "M14 3v5h5"],
  intake: ["M12 3v11M7.500 10l4.500 4.500 4.500-4.500", "M4 15v5h16v-5"],
  quality: ["M4 5h10M4 12h7M4 19h7", "M14 16l3 3 5-7"],
  evaluation: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M12 2v3M12 19v3M2 12h3M19 12h3"],
  region: ["M9 4L3.500 6.500v14L9 18l6 2.500 5.500-2.500V4L15 6.500z", "M9 4v14M15 6.500v14"],
  organisation: ["M4 20V9l8-5 8 5v11", "M4 20h16M9 20v-6h6v6"],
  account: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.500 20.500c.800-4 3.600-6 7.500-6s6.700 2 7.500 6"],
  audit: ["M12 3l8 3v6c0 4.500-3.200 7.600-8 9-4.800-1.400-8-4.500-8-9V6z", "M9 12l2 2 4-4.500"],
  settings: ["M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", "M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.100 2.100M16.300 16.300l2.100 2.100M18.400 5.600l-2.100 2.100M7.700 16.300l-2.100 2.100"],
  search: ["M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13z", "M15.500 15.500L21 21"],
  down: ["M7 10l5 5 5-5"], right: ["M10 7l5 5-5 5"], left: ["M14 7l-5 5 5 5"], up: ["M7 14l5-5 5 5"],
  table: ["M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14"], picture: ["M4 19V5M4 19h16", "M8 16v-5M12 16V8M16 16v-3"],
  download: ["M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14"], upload: ["M12 16V5M7.500 9L12 4.500 16.500 9M5 20h14"],
  bell: ["M6 17V11a6 6 0 0 1 12 0v6l1.500 1.500h-15z", "M10.500 21h3"],
  eye: ["M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z", "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"],
  lock: ["M6 11h12v9H6z", "M8.500 11V8a3.500 3.500 0 0 1 7 0v3"], print: ["M7 9V4h10v5M7 17H4V9h16v8h-3", "M7 14h10v6H7z"],
  check: ["M5 12.500l4.500 4.500L19 7.500"], cross: ["M6 6l12 12M18 6L6 18"], clock: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M12 7v5l3.500 2"],
  plus: ["M12 5v14M5 12h14"], filter: ["M4 5h16l-6 7v6l-4 2v-8z"], edit: ["M4 20l1-4L16 5l3 3L8 19z"], more: ["M5 12h.01M12 12h.01M19 12h.01"],
  sun: ["M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600L7 7M17 17l1.400 1.400M18.400 5.600L17 7M7 17l-1.400 1.400"],
  moon: ["M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z"], exit: ["M14 4H5v16h9M10 12h11M17.500 8.500L21 12l-3.500 3.500"], swap: ["M4 8h14M15 5l3 3-3 3M20 16H6M9 13l-3 3 3 3"], help: ["M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", "M9.500 9.500a2.500 2.500 0 1 1 3.700 2.200c-.800.500-1.200 1-1.200 1.800M12 16.500h.01"],
  columns: ["M5 5h14v14H5z", "M10 5v14M14.500 5v14"], history: ["M4 12a8 8 0 1 0 2.500-5.800L4 8.500", "M4 4v4.500h4.500", "M12 8v4.500l3 1.500"],
  camera: ["M4 7h4l1.500-2h5L16 7h4v12H4z", "M12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z"], key: ["M8.500 15.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M12.500 11.500H21v3M17.500 11.500v2.500"],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }): React.JSX.Element {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" strokeWidth={size < 16 ? 1.8 : 1.7} aria-hidden="true">
      {paths[name].map((d) => <path key={d} d={d} />)}
    </svg>
  );
}

/** The mark: a pipe and a drop. */
export function Mark({ size = 30, title }: { readonly size?: number; readonly title?: string }): React.JSX.Element {
  return (
    <svg width={size} height={size} viewBox="0 0 30 30" {...(title ? { role: "img", "aria-label": title } : { "aria-hidden": true })}>
      <path d="M3 6.500h24M15 6.500v3" stroke="#8FD0DA" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M15 9.500c3.900 4.800 6 7.500 6 10.600a6 6 0 0 1-12 0c0-3.100 2.100-5.800 6-10.600z" fill="#fff" />
      <path d="M12 20.600a3.100 3.100 0 0 0 3 2.900" fill="none" stroke="#0B6374" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
