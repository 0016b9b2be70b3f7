import type { Program } from "../component.ts";
import { brotliModule } from "./process-conf.ts";

/** What nginx's part needs of the distribution. */
export const programs: readonly Program[] = [
  {
    name: "nginx",
    package: "nginx",
    path: "/usr/sbin/nginx",
    version: { run: ["/usr/sbin/nginx", "-v"], pattern: /nginx\/(\d+\.\d+\.\d+)/u },
    // Debian 12 has 1.22.1, the oldest that was tried.
    oldest: "1.22.1",
    why: "serves files and passes requests to the application",
  },
  {
    name: "nginx-brotli",
    package: "libnginx-mod-http-brotli-static",
    path: brotliModule,
    version: {
      run: ["dpkg-query", "--show", "--showformat=${Version}", "libnginx-mod-http-brotli-static"],
      pattern: /^(\d+(?:\.\d+)*)/u,
    },
    oldest: "1.0.0",
    why: "lets nginx serve files that were compressed with brotli at release",
  },
];
