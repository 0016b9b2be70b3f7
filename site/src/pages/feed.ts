import { sql } from "kysely";
import type { Db } from "../db/open.ts";
import { postPath } from "../posts/slug.ts";
import { xmlText } from "./xml.ts";

const ENTRIES = 30;

export interface FeedEntry {
  readonly publicId: string;
  readonly author: string;
  readonly title: string;
  readonly bodyHtml: string;
  readonly publishedAt: Date;
  readonly editedAt: Date | null;
}

/** The newest posts with their whole text, of everybody or of one author. */
export const feedEntries = (db: Db, authorId?: number): Promise<readonly FeedEntry[]> => {
  const query = db
    .selectFrom("posts")
    .innerJoin("users", "users.id", "posts.author_id")
    .select([
      "posts.public_id as publicId",
      "users.username as author",
      "posts.title",
      "posts.body_html as bodyHtml",
      "posts.published_at as publishedAt",
      "posts.edited_at as editedAt",
    ])
    .where("posts.listed_at", "is not", null)
    .orderBy("posts.listed_at", "desc")
    .orderBy("posts.id", "desc")
    .limit(ENTRIES);
  return (authorId === undefined ? query : query.where("posts.author_id", "=", authorId)).execute();
};

/** An Atom feed (RFC 4287). `path` and `page` are this feed's and its page's own paths below `origin`. */
export const atomFeed = (
  {
    origin,
    path,
    page,
    title,
  }: { readonly origin: string; readonly path: string; readonly page: string; readonly title: string },
  entries: readonly FeedEntry[],
): string => {
  const updated = entries
    .map((entry) => entry.editedAt ?? entry.publishedAt)
    .sort((one, other) => other.getTime() - one.getTime());
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${xmlText(title)}</title>
<id>${xmlText(origin + page)}</id>
<link rel="self" type="application/atom+xml" href="${xmlText(origin + path)}"/>
<link rel="alternate" type="text/html" href="${xmlText(origin + page)}"/>
<updated>${(updated[0] ?? new Date(0)).toISOString()}</updated>
${entries.map((entry) => atomEntry(origin, entry)).join("\n")}
</feed>
`;
};

const atomEntry = (origin: string, entry: FeedEntry): string => `<entry>
<title>${xmlText(entry.title)}</title>
<id>${xmlText(`${origin}/p/${entry.publicId}`)}</id>
<link rel="alternate" type="text/html" href="${xmlText(origin + postPath(entry))}"/>
<author><name>${xmlText(entry.author)}</name><uri>${xmlText(`${origin}/u/${entry.author}`)}</uri></author>
<published>${entry.publishedAt.toISOString()}</published>
<updated>${(entry.editedAt ?? entry.publishedAt).toISOString()}</updated>
<content type="html">${xmlText(entry.bodyHtml)}</content>
</entry>`;

/** Addresses one file may name; the sitemap protocol allows 50,000. */
const SITEMAP_SIZE = 20_000;

/** The sitemap: the fixed pages and the newest posts (sitemaps.org protocol 0.9). */
export const sitemap = async (db: Db, origin: string): Promise<string> => {
  const posts = await db
    .selectFrom("posts")
    .select(["public_id as publicId", "title", sql<Date>`COALESCE(edited_at, published_at)`.as("changedAt")])
    .where("listed_at", "is not", null)
    .orderBy("listed_at", "desc")
    .limit(SITEMAP_SIZE)
    .execute();
  const fixed = ["/", "/about", "/contact"].map((path) => `<url><loc>${xmlText(origin + path)}</loc></url>`);
  const pages = posts.map(
    (post) =>
      `<url><loc>${xmlText(origin + postPath(post))}</loc><lastmod>${post.changedAt.toISOString().slice(0, 10)}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${[...fixed, ...pages].join("\n")}
</urlset>
`;
};
