import { openMemoryHost } from "../../src/host/memory/memory-host.ts";
import { honoursHost, type Bench } from "./host.ts";
import { localBench } from "./local-bench.ts";

const memoryBench = async (): Promise<Bench> => {
  const host = openMemoryHost();
  return { host, folder: "/srv/files", again: async () => host, close: async () => undefined };
};

honoursHost("a host in memory", memoryBench);
honoursHost("this machine", () => localBench());
honoursHost("this machine, from a folder that only its owner may enter", () => localBench(0o700));
