import type { HostPlace } from "../../topology/topology.ts";

/** The application's own folder, which outlives releases. */
export const dataFolder = ({ paths }: HostPlace): string => `${paths.data}/app`;
