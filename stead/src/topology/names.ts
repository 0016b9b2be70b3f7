import type { Names } from "./topology.ts";

/** What the names are derived from. All names ASCII. */
export interface NameWish {
  readonly domain: string;
  readonly canonical: "www" | "apex";
  readonly aliases: readonly { readonly name: string; readonly serve: boolean }[];
  /** On `local` every name has a twin that browsers resolve to loopback by themselves (RFC 6761, 6.3). */
  readonly local: boolean;
  readonly ipv6: boolean;
}

/** Decides under which names the site is shown and which of them redirect. No name appears twice; the first use of it counts. */
export const deriveNames = (wish: NameWish): Names => {
  const apexes = wish.local ? [...new Set([wish.domain, localTwin(wish.domain)])] : [wish.domain];
  const canonical = apexes.map((apex) => shown(apex, wish.canonical));
  const redirected = apexes.map((apex, family) => ({ from: other(apex, wish.canonical), to: canonical[family] ?? "" }));
  const seen = new Set([...canonical, ...redirected.map(({ from }) => from)]);
  const fresh = (name: string): boolean => !seen.has(name) && Boolean(seen.add(name));
  const aliases = wish.aliases.flatMap((alias) =>
    family(alias.name, wish.local).map((name, index) => ({ ...alias, name, index })),
  );
  const free = aliases.filter(({ name }) => fresh(name));
  return {
    canonical,
    redirected: [
      ...redirected,
      ...free
        .filter(({ serve }) => !serve)
        .map(({ name, index }) => ({ from: name, to: canonical[index] ?? canonical[0] ?? "" })),
    ],
    served: [
      ...free.filter(({ serve }) => serve).map(({ name }) => name),
      ...(wish.local ? loopbackNames(wish.ipv6) : []),
    ],
  };
};

/** `foobar.com` is `foobar.localhost` on this machine. */
export const localTwin = (name: string): string => name.replace(/[^.]+$/u, "localhost");

const family = (name: string, local: boolean): readonly string[] => (local ? [name, localTwin(name)] : [name]);

const shown = (apex: string, canonical: "www" | "apex"): string => (canonical === "www" ? `www.${apex}` : apex);

const other = (apex: string, canonical: "www" | "apex"): string => (canonical === "www" ? apex : `www.${apex}`);

const loopbackNames = (ipv6: boolean): readonly string[] => ["localhost", "127.0.0.1", ...(ipv6 ? ["[::1]"] : [])];
