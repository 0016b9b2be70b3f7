/** Long enough to resist guessing at 90 ms a guess; three random words pass easily. */
export const SHORTEST_PASSWORD = 10;
/** Bytes. More is no stronger, and hashing it is work for nothing. */
const LONGEST_PASSWORD = 1024;

/** What is wrong with a name somebody wants to register, or undefined. */
export const nameFault = (name: string): string | undefined => {
  if (name === "") return "Enter a user name";
  if (name.length < 2 || name.length > 30) return "User name must be between 2 and 30 characters";
  if (!/^[A-Za-z0-9_-]+$/.test(name))
    return "User name must only include letters a to z, digits, hyphens and underscores";
  if (!/[a-z0-9]/i.test(name)) return "User name must include a letter or a digit";
  if (RESERVED.has(name.toLowerCase())) return "That user name is reserved. Choose another one";
  return undefined;
};

/** Names that would let someone speak for the site. */
const RESERVED: ReadonlySet<string> = new Set(
  "about admin administrator anonymous deleted foobar help hostmaster info mail moderator mod nobody none null official operator postmaster root security staff stead support system team undefined webmaster www".split(
    " ",
  ),
);

/** What is wrong with a new password, or undefined. It is taken as typed: no trimming, no rules about kinds of characters. */
export const passwordFault = (password: string, username: string): string | undefined => {
  if (password === "") return "Enter a password";
  if ([...password].length < SHORTEST_PASSWORD)
    return `Password must be ${SHORTEST_PASSWORD} characters or more. Three random words work well`;
  if (Buffer.byteLength(password) > LONGEST_PASSWORD) return `Password must be ${LONGEST_PASSWORD} bytes or fewer`;
  if (isEasilyGuessed(password.toLowerCase(), username.toLowerCase()))
    return "Password is too easy to guess. Three random words work well";
  return undefined;
};

/** Well-known parts are struck out; what is left has to be a password by itself. */
const isEasilyGuessed = (password: string, username: string): boolean => {
  let rest = password.replace(/[^\p{L}\p{N}]/gu, "");
  for (const known of [username, ...WELL_KNOWN]) if (known.length > 1) rest = rest.replaceAll(known, "");
  return new Set(rest).size < 4 || /^(.{1,4})\1+$/u.test(password) || isRun(rest);
};

/** The longer ones first, where one is a part of another. */
const WELL_KNOWN =
  "foobar password passwort passw0rd qwertyuiop qwertz qwerty asdfghjkl asdf zxcvbnm yxcvbnm iloveyou letmein welcome administrator admin login abc123 dragon monkey football baseball superman princess sunshine master hello freedom whatever trustno1 starwars michael jordan 1234567890 0987654321 123456789 12345678 1234567 123456 12345 1234 123 321".split(
    " ",
  );

/** Neighbours throughout: abcdefghij, 9876543210. */
const isRun = (text: string): boolean => {
  const steps = [...text].map(
    (character, index) => (text.codePointAt(index + 1) ?? 0) - (character.codePointAt(0) ?? 0),
  );
  const inner = steps.slice(0, -1);
  return inner.every((step) => step === 1) || inner.every((step) => step === -1);
};
