import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.ts";

/** What a steady visitor saw. */
export interface Asked {
  readonly count: number;
  /** Everything but a complete 200, as sentences. */
  readonly failed: readonly string[];
}

/** Milliseconds between two requests: 20 a second. */
const PAUSE = 50;

/** Asks for the page again and again, each time on a connection of its own, until stopped. */
export const keepAsking = (port: number, path = "/"): { stop(): Promise<Asked> } => {
  const failed: string[] = [];
  const under = new Set<Promise<void>>();
  let count = 0;
  const once = async (): Promise<void> => {
    count += 1;
    try {
      const { status, body } = await ask(port, path, { host: "localhost" });
      if (status !== 200 || body === "") failed.push(`${status} with ${JSON.stringify(body.slice(0, 100))}`);
    } catch (error) {
      failed.push(String(error));
    }
  };
  const begin = (): void => {
    const request = once().finally(() => under.delete(request));
    under.add(request);
  };
  begin();
  const timer = setInterval(begin, PAUSE);
  return {
    stop: async () => {
      clearInterval(timer);
      // One second more: what a command did last may show only now.
      await Promise.race([Promise.all(under), sleep(11_000)]);
      return { count, failed };
    },
  };
};
