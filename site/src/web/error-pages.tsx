import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isUnreachable } from "../db/faults.ts";
import { keepPrivate } from "./caching.ts";
import type { Html } from "./jsx/html.ts";
import { loggable } from "./loggable.ts";
import { notFound, Problem } from "./problem.ts";
import { pathOf, sendPage } from "./respond.ts";
import type { Services } from "./services.ts";
import { Crowded } from "./turnstile.ts";

/** Turns whatever was thrown into a page that says what happened and keeps what the visitor had typed. */
export const addErrorPages = (app: FastifyInstance, services: Services): void => {
  app.setErrorHandler((fault: FastifyError, request, reply) => {
    const problem = problemOf(fault);
    if (problem.status >= 500) request.log.error({ fault: loggable(fault) }, "failed");
    return sendProblem(services, request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(services, request, reply, notFound()));
};

const problemOf = (fault: FastifyError): Problem => {
  if (fault instanceof Problem) return fault;
  if (isUnreachable(fault) || fault instanceof Crowded) return away;
  const status = fault.statusCode ?? 500;
  return known[status] ?? (status >= 400 && status < 500 ? badRequest : broken);
};

const away = new Problem(
  503,
  "We will be right back",
  "The site is not able to answer just now. Try again in a few seconds.",
  5,
);
const broken = new Problem(
  500,
  "Something went wrong",
  "That is our mistake, not yours. It has been noted. Try again, and tell us if it stays.",
);
const badRequest = new Problem(400, "That request was not understood", "Go back, reload the page and try again.");
const known: Readonly<Record<number, Problem>> = {
  413: new Problem(413, "That is too long", "Shorten the text and send it again."),
  415: new Problem(415, "That request was not understood", "This address only takes forms."),
};

const sendProblem = (
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply => {
  if (problem.retryAfter !== undefined) reply.header("retry-after", String(problem.retryAfter));
  if (problem.status !== 404) keepPrivate(reply);
  return sendPage(services, request, reply, {
    title: problem.title,
    status: problem.status,
    body: <ProblemPage problem={problem} request={request} />,
  });
};

const ProblemPage = ({ problem, request }: { readonly problem: Problem; readonly request: FastifyRequest }): Html => (
  <div class="narrow problem">
    <p class="status">{problem.status}</p>
    <h1>{problem.title}</h1>
    <p>{problem.message}</p>
    <WhatToDo problem={problem} request={request} />
    <TypedText body={request.body} />
    {problem.status >= 500 && <p class="quiet">Reference: {request.id}</p>}
  </div>
);

const WhatToDo = ({ problem, request }: { readonly problem: Problem; readonly request: FastifyRequest }): Html => {
  if (problem.status === 401) return <LogInOrRegister request={request} />;
  return (
    <p>
      <a href="/">Go to the newest posts</a> or <a href="/contact">contact us</a>.
    </p>
  );
};

const LogInOrRegister = ({ request }: { readonly request: FastifyRequest }): Html => {
  const back = request.method === "GET" ? `?next=${encodeURIComponent(pathOf(request))}` : "";
  return (
    <p class="actions">
      <a class="button" href={`/log-in${back}`}>
        Log in
      </a>
      <a class="button second" href={`/register${back}`}>
        Register
      </a>
    </p>
  );
};

/** Nothing typed is ever lost: what could not be taken is handed back. */
const TypedText = ({ body }: { readonly body: unknown }): Html => {
  const text: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "body") : undefined;
  if (typeof text !== "string" || text.trim() === "") return <></>;
  return (
    <div class="field">
      <label for="typed">Your text was not saved. Copy it, to be safe:</label>
      <textarea id="typed" rows={12} readonly dir="auto">
        {`\n${text}`}
      </textarea>
    </div>
  );
};
