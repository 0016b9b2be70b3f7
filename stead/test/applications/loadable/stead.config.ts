import { defineSite } from "stead";

export default defineSite({
  domain: "loadable.example",
  app: {
    start: "node server.js",
    health: "/health",
    instances: Number(process.env["LOADABLE_INSTANCES"] ?? 2),
    watch: 1,
    drain: 10,
  },
  ports: { http: Number(process.env["LOADABLE_HTTP"] ?? 8080), dns: Number(process.env["LOADABLE_DNS"] ?? 5300) },
});
