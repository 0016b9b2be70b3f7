/** For Debian's Chromium in a test: no sandbox of its own (it may run as root), nothing asked of the outside. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
