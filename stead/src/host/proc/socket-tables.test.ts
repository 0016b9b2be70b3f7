import { expect, test } from "vitest";
import { parseInetTable, parseUnixTable } from "./socket-tables.ts";

test("listening sockets of TCP, with their addresses as people write them", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0 100 0 0 10 0",
    "   1: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0 00:0 0  33 0 12 1 0",
    "   2: B80D0120000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0  33 0 13 1 0",
    "   3: 0100007F:9999 0100007F:0BB8 01 00000000:00000000 00:00000000 00000000  1000        0 14 1 0 100 0 0 10 0",
  ].join("\n");
  expect(parseInetTable(table)).toEqual([
    { at: { address: "127.0.0.1", port: 3000 }, uid: 1000, inode: "11" },
    { at: { address: "::", port: 8080 }, uid: 33, inode: "12" },
    { at: { address: "2001:db8:0:0:0:0:0:1", port: 80 }, uid: 33, inode: "13" },
  ]);
});

test("unix sockets that listen and have a path, which may hold blanks", () => {
  const table = [
    "Num       RefCount Protocol Flags    Type St Inode Path",
    "0000000000000000: 00000002 00000000 00010000 0001 01 21 /tmp/my site/1.sock",
    "0000000000000000: 00000003 00000000 00000000 0001 03 22 /tmp/my site/1.sock",
    "0000000000000000: 00000002 00000000 00010000 0001 01 23 @abstract",
    "0000000000000000: 00000002 00000000 00010000 0001 01 24",
  ].join("\n");
  expect(parseUnixTable(table)).toEqual([{ at: { socket: "/tmp/my site/1.sock" }, inode: "21" }]);
});
