/** The readable tail of a permalink: lower case letters, digits and hyphens; `post` when a title has none of them. */
export const slugOf = (title: string): string =>
  title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "") || "post";

export const postPath = (post: { readonly publicId: string; readonly title: string }): string =>
  `/p/${post.publicId}/${slugOf(post.title)}`;
