import type { Comparison } from "./compare.ts";
import type { Timing } from "./verb-timings.ts";

/** Everything a run of the bench found. */
export interface Figures {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly engines: string;
  readonly comparisons: readonly Comparison[];
  readonly timings: readonly Timing[];
  /** MB by process: Stead's, and by hand. */
  readonly memory: readonly { readonly process: string; readonly stead?: number; readonly byHand?: number }[];
}

/** docs/figures.md. A figure that misses its target says so. */
export const figuresPage = (figures: Figures): string =>
  [
    "# Figures",
    "",
    `Written by \`npm run bench\` on ${figures.date}, commit ${figures.commit}.`,
    "",
    `Machine: ${figures.machine}. Engines: ${figures.engines}.`,
    "",
    "## Side by side with a set-up written by hand",
    "",
    "The same release of www.foobar.com on the same engines, once as Stead runs it, once with the configuration in stead/bench/by-hand/. Rounds alternate;",
    "ratios are medians over neighbouring rounds. Targets: throughput at least 0.95, p99 at most 1.10.",
    "",
    "| request | Stead, per second | by hand | ratio | Stead, p99 | by hand | ratio | |",
    "|---|---|---|---|---|---|---|---|",
    ...figures.comparisons.map(comparisonRow),
    "",
    "## How long verbs take",
    "",
    "| what | seconds | target | |",
    "|---|---|---|---|",
    ...figures.timings.map(
      ({ what, seconds, target }) => `| ${what} | ${seconds.toFixed(2)} | ${target} | ${verdict(seconds <= target)} |`,
    ),
    "",
    "## Idle memory",
    "",
    "Proportional set size in MB, children included.",
    "",
    "| process | Stead | by hand |",
    "|---|---|---|",
    ...figures.memory.map(
      ({ process, stead, byHand }) => `| ${process} | ${stead?.toFixed(1) ?? ""} | ${byHand?.toFixed(1) ?? ""} |`,
    ),
    "",
  ].join("\n");

const comparisonRow = ({ what, stead, byHand, throughputRatio, p99Ratio }: Comparison): string =>
  `| ${what} | ${Math.round(stead.perSecond)} | ${Math.round(byHand.perSecond)} | ${throughputRatio.toFixed(2)} ` +
  `| ${stead.p99.toFixed(2)} ms | ${byHand.p99.toFixed(2)} ms | ${p99Ratio.toFixed(2)} ` +
  `| ${verdict(throughputRatio >= 0.95 && p99Ratio <= 1.1)} |`;

const verdict = (met: boolean): string => (met ? "met" : "**missed**");
