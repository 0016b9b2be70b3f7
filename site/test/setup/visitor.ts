import type { FastifyInstance, LightMyRequestResponse } from "fastify";

type Form = Readonly<Record<string, string>>;

/** Somebody with a cookie jar, who follows no redirect by themselves. */
export interface Visitor {
  readonly get: (path: string, headers?: Form) => Promise<LightMyRequestResponse>;
  readonly post: (path: string, form: Form, headers?: Form) => Promise<LightMyRequestResponse>;
  /** Fills in the form of a page, with its hidden fields, and sends it to where the form says. */
  readonly fill: (page: string, answers: Form) => Promise<LightMyRequestResponse>;
  readonly cookies: Map<string, string>;
}

export const visitor = (server: FastifyInstance, remoteAddress = "127.0.0.1"): Visitor => {
  const cookies = new Map<string, string>();
  const send = async (method: "GET" | "POST", url: string, headers: Form, payload?: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await server.inject({
      method,
      url,
      remoteAddress,
      headers: { host: "www.foobar.com", ...(cookie === "" ? {} : { cookie }), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const get = (path: string, headers: Form = {}) => send("GET", path.split("#", 1)[0] ?? "/", headers);
  const post = (path: string, form: Form, headers: Form = {}) =>
    send("POST", path, { ...FROM_OUR_PAGE, ...headers }, new URLSearchParams(form).toString());
  const fill = async (page: string, answers: Form) => {
    const { body } = await get(page);
    const form = formsOf(body).find(({ fields }) => Object.keys(answers).every((name) => fields.includes(name)));
    if (form === undefined) throw new Error(`${page} has no form with ${Object.keys(answers).join(", ")}`);
    return post(form.action, { ...form.hidden, ...answers });
  };
  return { get, post, fill, cookies };
};

const FROM_OUR_PAGE = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

const formsOf = (html: string) =>
  [...html.matchAll(/<form action="([^"]*)"[\s\S]*?<\/form>/g)].map(([markup, action = ""]) => ({
    action,
    fields: [...markup.matchAll(/name="([^"]*)"/g)].map(([, name]) => name),
    hidden: Object.fromEntries(
      [...markup.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    ) as Form,
  }));

export const PASSWORD = "correct horse battery";

/** A visitor who has just registered as `username`. */
export const registered = async (server: FastifyInstance, username: string): Promise<Visitor> => {
  const someone = visitor(server);
  const answer = await someone.fill("/register", { username, password: PASSWORD });
  if (answer.statusCode !== 303) throw new Error(`Could not register ${username}: ${answer.statusCode} ${answer.body}`);
  return someone;
};

/** Publishes a post and gives its path. */
export const posted = async (author: Visitor, title: string, body = "Some text."): Promise<string> => {
  const answer = await author.fill("/write", { title, body });
  if (answer.statusCode !== 303) throw new Error(`Could not post ${title}: ${answer.statusCode}`);
  return String(answer.headers.location);
};
