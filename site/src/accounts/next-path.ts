/** Where to go after logging in: a path of this site, never another one, whatever the address says. */
export const nextPath = (wanted: string): string =>
  /^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) && !wanted.includes("\\") && !/^\/(?:log-in|register|log-out)\b/.test(wanted)
    ? wanted
    : "/";
