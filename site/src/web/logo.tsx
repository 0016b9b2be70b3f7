import type { Html } from "./jsx/html.ts";

/** A disc and a bar: foo, bar. Its colours come from the style sheet, so that it suits both schemes. */
export const Logo = (): Html => (
  <svg class="logo" viewBox="0 0 32 32" width={32} height={32} aria-hidden="true" focusable="false">
    <circle class="logo-foo" cx={11} cy={20} r={9} />
    <rect class="logo-bar" x={23} y={3} width={6} height={26} rx={3} />
  </svg>
);
