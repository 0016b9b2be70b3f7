import { wrk, type Aim, type Round } from "./wrk.ts";

/** One page of both set-ups, side by side. */
export interface Comparison {
  readonly what: string;
  readonly stead: Round;
  readonly byHand: Round;
  /** Medians of the ratios of neighbouring rounds, so that a machine that slows down slows down both. */
  readonly throughputRatio: number;
  readonly p99Ratio: number;
}

/** Many short ones: a machine that others disturb for a moment spoils one pair, not the median. */
const ROUNDS = 15;
const SECONDS = 2;

/** Alternates between the two, and begins with the other one each time: the first of a pair has colder caches. */
export const compare = async (what: string, stead: Aim, byHand: Aim): Promise<Comparison> => {
  await wrk(stead, 1); // warm
  await wrk(byHand, 1);
  const pairs: { readonly stead: Round; readonly byHand: Round }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 2 === 0) pairs.push({ stead: await wrk(stead, SECONDS), byHand: await wrk(byHand, SECONDS) });
    else {
      const second = await wrk(byHand, SECONDS);
      pairs.push({ byHand: second, stead: await wrk(stead, SECONDS) });
    }
  }
  return {
    what,
    stead: middle(pairs.map((pair) => pair.stead)),
    byHand: middle(pairs.map((pair) => pair.byHand)),
    throughputRatio: median(pairs.map((pair) => pair.stead.perSecond / pair.byHand.perSecond)),
    p99Ratio: median(pairs.map((pair) => pair.stead.p99 / pair.byHand.p99)),
  };
};

const middle = (rounds: readonly Round[]): Round => ({
  perSecond: median(rounds.map((round) => round.perSecond)),
  p99: median(rounds.map((round) => round.p99)),
});

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
