import type { Package } from "../state/vocabulary.ts";
import type { HostState } from "./host-state.ts";
import type { Change } from "./plan.ts";
import { sentences } from "./sentences.ts";

/** The packages that a host lacks, in one change: the package manager is asked once. */
export const installOf = ({ host, desired, observed }: HostState): readonly Change[] => {
  const packages = desired
    .filter((value) => value.kind === "package")
    .filter(({ name }) => !observed.installed.has(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .filter((one, index, all) => one.name !== all[index - 1]?.name);
  return packages.length === 0 ? [] : [change(host, packages)];
};

const change = (host: string, packages: readonly Package[]): Change => ({
  id: `${host}/packages`,
  host,
  says: sentences.install(packages),
  disrupts: "nothing",
  action: { do: "install", packages },
});
