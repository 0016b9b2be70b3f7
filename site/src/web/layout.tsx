import type { Viewer } from "../accounts/viewer.ts";
import { isOperator } from "../accounts/viewer.ts";
import { Logo } from "./logo.tsx";
import type { Assets } from "./assets.ts";
import type { Child, Html } from "./jsx/html.ts";

/** What a room hands over for one page. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  /** 200 unless it says otherwise. */
  readonly status?: number;
  readonly description?: string;
  /** The one address of this content, as a path: for pages that search engines should know. */
  readonly canonical?: string;
  readonly feed?: { readonly title: string; readonly path: string };
}

export interface Around {
  readonly viewer: Viewer;
  readonly assets: Assets;
  readonly origin: string;
  /** The path asked for, to mark it in the navigation and to come back to after logging in. */
  readonly path: string;
}

export const Layout = ({ page, around }: { readonly page: Page; readonly around: Around }): Html => (
  <html lang="en">
    <Head page={page} around={around} />
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <Header around={around} />
      <main id="main">{page.body}</main>
      <Footer />
    </body>
  </html>
);

const Head = ({ page, around: { assets, origin } }: { readonly page: Page; readonly around: Around }): Html => (
  <head>
    <meta charset="utf-8" />
    <title>{`${page.title} · Foobar`}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)" />
    <meta name="theme-color" content="#15181b" media="(prefers-color-scheme: dark)" />
    <link rel="stylesheet" href={assets.addressOf("site.css")} />
    <script src={assets.addressOf("site.js")} defer />
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
    {page.description !== undefined && <meta name="description" content={page.description} />}
    {page.canonical === undefined ? (
      <meta name="robots" content="noindex" />
    ) : (
      <>
        <link rel="canonical" href={origin + page.canonical} />
        <meta property="og:title" content={page.title} />
        <meta property="og:url" content={origin + page.canonical} />
        <meta property="og:site_name" content="Foobar" />
        {page.description !== undefined && <meta property="og:description" content={page.description} />}
      </>
    )}
    {page.feed !== undefined && (
      <link rel="alternate" type="application/atom+xml" title={page.feed.title} href={page.feed.path} />
    )}
  </head>
);

const Header = ({ around }: { readonly around: Around }): Html => (
  <header class="site-header">
    <div class="bar">
      <a class="brand" href="/" aria-label="Foobar, home">
        <Logo />
        <span class="wordmark">foobar</span>
      </a>
      <nav aria-label="Main">
        <ul class="links">
          <Tab href="/" around={around}>
            Posts
          </Tab>
          <Tab href="/about" around={around}>
            About
          </Tab>
          <Tab href="/contact" around={around}>
            Contact
          </Tab>
          {isOperator(around.viewer) && (
            <Tab href="/inbox" around={around}>
              Inbox
            </Tab>
          )}
        </ul>
      </nav>
      <Who around={around} />
    </div>
  </header>
);

const Who = ({ around }: { readonly around: Around }): Html => {
  const { viewer } = around;
  if (viewer.kind === "guest") {
    return (
      <nav class="who" aria-label="Account">
        <ul class="links">
          <Tab href="/log-in" around={around}>
            Log in
          </Tab>
          <li>
            <a class="button small" href="/register">
              Register
            </a>
          </li>
        </ul>
      </nav>
    );
  }
  return (
    <nav class="who" aria-label="Account">
      <ul class="links">
        <Tab href={`/u/${viewer.username}`} around={around}>
          <span class="hidden">You: </span>
          {viewer.username}
        </Tab>
        <li>
          <form action="/log-out" method="post">
            <button type="submit" class="plain">
              Log out
            </button>
          </form>
        </li>
        <li>
          <a class="button small" href="/write">
            Write
          </a>
        </li>
      </ul>
    </nav>
  );
};

const Tab = ({
  href,
  around,
  children,
}: {
  readonly href: string;
  readonly around: Around;
  readonly children?: Child;
}): Html => (
  <li>
    <a href={href} aria-current={around.path === href ? "page" : undefined}>
      {children}
    </a>
  </li>
);

const Footer = (): Html => (
  <footer class="site-footer">
    <div class="bar">
      <p>Foobar is a place to write things down and talk them over. No ads, no tracking, no scripts needed.</p>
      <ul class="links">
        <li>
          <a href="/about">About</a>
        </li>
        <li>
          <a href="/contact">Contact</a>
        </li>
        <li>
          <a href="/feed.atom">Feed</a>
        </li>
      </ul>
    </div>
  </footer>
);
