// As Express's own guide begins, with PORT instead of 3000.
import express from "express";

const app = express();
app.get("/", (_request, response) => response.send("Hello from Express"));
app.listen(process.env.PORT);
