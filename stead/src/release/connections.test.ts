import { expect, test } from "vitest";
import { countInet, countUnix } from "./connections.ts";

test("connections of a socket count, answered or waiting; the listening socket itself does not", () => {
  const table = [
    "Num       RefCount Protocol Flags    Type St Inode Path",
    "0000000000000000: 00000002 00000000 00010000 0001 01 100 /run/site/a/1.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 101 /run/site/a/1.sock",
    "0000000000000000: 00000002 00000000 00000000 0001 02     0 /run/site/a/1.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 102 /run/site/b/1.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 103",
  ].join("\n");
  expect(countUnix(table, ["/run/site/a/1.sock"])).toBe(2);
  expect(countUnix(table, ["/run/site/a/1.sock", "/run/site/b/1.sock"])).toBe(3);
  expect(countUnix(table, ["/run/site/c/1.sock"])).toBe(0);
});

test("connections of a port count by their local end, while they are open", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:4E20 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1",
    "   1: 0100007F:4E20 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 2 1",
    "   2: 0100007F:9C40 0100007F:4E20 01 00000000:00000000 00:00000000 00000000     0        0 3 1",
    "   3: 0100007F:4E20 0100007F:9C42 06 00000000:00000000 00:00000000 00000000     0        0 0 3",
  ].join("\n");
  expect(countInet(table, [20_000])).toBe(1);
  expect(countInet(table, [20_001])).toBe(0);
});
