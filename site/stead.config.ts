import { defineSite } from "stead";

export default defineSite({
  domain: "foobar.com",
  app: {
    build: "npm run build",
    start: "node dist/main.js",
    static: "dist/public",
    health: "/healthz",
    migrate: "node dist/migrate.js",
    sessionCookie: "sid",
  },
  immutable: ["/assets/*"],
  workers: { counters: { run: "node dist/worker.js", count: 1 } },
  database: { engine: "mariadb" },
});
