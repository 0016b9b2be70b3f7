import type { LoadClient } from "./client.ts";
import { requestAt, type Mix } from "./mix.ts";
import type { Outcome } from "./outcome.ts";
import { reportOf, type LoadReport } from "./report.ts";

export interface LoadPlan {
  /** They take turns. */
  readonly clients: readonly LoadClient[];
  readonly mix: Mix;
  /** Requests in a second, whatever the answers do (as visitors come, who do not know of each other). */
  readonly rate: number;
  /** The load ends by itself after this many requests. */
  readonly most: number;
}

export interface Load {
  /** How many requests were sent until now. */
  sent(): number;
  /** The verdict until now, without what is still under way. */
  soFar(): LoadReport;
  /** Sends no more, waits for what is under way, closes the clients and gives the verdict. */
  stop(): Promise<LoadReport>;
}

/** Milliseconds between two looks at how many requests are due. */
const TICK = 5;

/** So many unanswered ones mean that nothing answers any more; those due meanwhile count as failed, unsent. */
const MOST_UNDER_WAY = 2000;

/** Starts load in the background of this process. */
export const startLoad = ({ clients, mix, rate, most }: LoadPlan): Load => {
  const began = performance.now();
  const outcomes: Outcome[] = [];
  const underWay = new Set<Promise<void>>();
  let count = 0;

  const sendOne = (index: number): void => {
    const client = clients[index % clients.length];
    const request = requestAt(mix, Math.floor(index / clients.length));
    if (client === undefined || underWay.size >= MOST_UNDER_WAY) {
      outcomes.push(notSent(request.kind));
      return;
    }
    const sending = client.send(request).then((outcome) => {
      outcomes.push(outcome);
      underWay.delete(sending);
    });
    underWay.add(sending);
  };
  const sendDue = (): void => {
    const due = Math.min(most, Math.floor(((performance.now() - began) / 1000) * rate));
    while (count < due) sendOne(count++);
  };
  const timer = setInterval(sendDue, TICK);

  const stop = async (): Promise<LoadReport> => {
    clearInterval(timer);
    const stopped = performance.now();
    await Promise.all(underWay);
    for (const client of clients) client.close();
    return reportOf(outcomes, began, stopped);
  };
  return { sent: () => count, soFar: () => reportOf(outcomes, began, performance.now()), stop };
};

const notSent = (kind: Outcome["kind"]): Outcome => {
  const now = performance.now();
  return { kind, result: "failed", reason: "not sent: too many unanswered", resent: false, began: now, ended: now };
};
