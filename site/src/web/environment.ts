/** The value of a variable that the program cannot do without. Throws with its name when it is missing. */
export const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set. See site/README.md.`);
  return value;
};

/** Where the site lives, for links that leave it (feeds, the sitemap). Never taken from a request. */
export const publicOrigin = (): string => process.env["SITE_ORIGIN"] ?? "https://www.foobar.com";
