// As Fastify's own guide begins, with the usual Number(process.env.PORT).
import Fastify from "fastify";

const app = Fastify();
app.get("/", async () => ({ hello: "from Fastify" }));
await app.listen({ port: Number(process.env.PORT) });
