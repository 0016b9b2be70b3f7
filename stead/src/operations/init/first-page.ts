/** The page of a folder that had none. */
export const firstPage = (domain: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${domain}</title>
    <style>
      :root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; }
      body { max-width: 36rem; margin: 20vh auto 0; padding: 0 1.5rem; }
    </style>
  </head>
  <body>
    <h1>${domain}</h1>
    <p>This page is <code>public/index.html</code>. Change it, then type <code>stead deploy</code>.</p>
  </body>
</html>
`;
